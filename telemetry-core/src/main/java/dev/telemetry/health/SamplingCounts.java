package dev.telemetry.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the outcomes of local roots and of spans. At rest, each ended span is in exactly
 * one of the other numbers: ended = kept + not kept + dropped for all reasons + held.
 * Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SamplingCounts {

	/** Reason why spans are lost whose trace may have been kept. */
	public enum DropReason {

		/** The local root had more spans than are held for one root. */
		TRUNCATED,

		/** More spans were open or waiting than are held in all. */
		LIMIT,

		/** The local root was open for too long, and its room was needed. */
		AGE

	}

	private final ConcurrentMap<String, LongAdder> keptRoots = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, LongAdder> refusedRoots = new ConcurrentHashMap<>();

	private final LongAdder notKeptRoots = new LongAdder();

	private final LongAdder endedSpans = new LongAdder();

	private final LongAdder keptSpans = new LongAdder();

	private final LongAdder notKeptSpans = new LongAdder();

	private final EnumCounts<DropReason> droppedSpans = new EnumCounts<>(DropReason.class);

	/**
	 * Counts a local root that is kept.
	 * @param reason why the root is kept
	 */
	public void rootKept(String reason) {
		counter(this.keptRoots, reason).increment();
	}

	/**
	 * Counts a local root that a rule would have kept but for its limit in a second.
	 * Another rule may keep the root.
	 * @param reason the reason of the rule
	 */
	public void rootRefused(String reason) {
		counter(this.refusedRoots, reason).increment();
	}

	/**
	 * Counts a local root that is not kept.
	 */
	public void rootNotKept() {
		this.notKeptRoots.increment();
	}

	/**
	 * Counts a span that ended.
	 */
	public void spanEnded() {
		this.endedSpans.increment();
	}

	/**
	 * Counts spans that are passed on to the exporters.
	 * @param spans the number of spans
	 */
	public void spansKept(int spans) {
		this.keptSpans.add(spans);
	}

	/**
	 * Counts spans that are forgotten because their local root is not kept.
	 * @param spans the number of spans
	 */
	public void spansNotKept(int spans) {
		this.notKeptSpans.add(spans);
	}

	/**
	 * Counts spans that are lost.
	 * @param reason why the spans are lost
	 * @param spans the number of spans
	 */
	public void spansDropped(DropReason reason, int spans) {
		this.droppedSpans.add(reason, spans);
	}

	// There are few reasons: one for each rule.
	private static LongAdder counter(ConcurrentMap<String, LongAdder> counters, String reason) {
		LongAdder counter = counters.get(reason);
		return (counter != null) ? counter : counters.computeIfAbsent(reason, (key) -> new LongAdder());
	}

	/**
	 * Returns how many local roots were kept.
	 * @return the numbers by reason
	 */
	public Map<String, Long> keptRoots() {
		return numbers(this.keptRoots);
	}

	/**
	 * Returns how many local roots a rule would have kept but for its limit.
	 * @return the numbers by the reason of the rule
	 */
	public Map<String, Long> refusedRoots() {
		return numbers(this.refusedRoots);
	}

	/**
	 * Returns how many local roots were kept for a reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long keptRoots(String reason) {
		return number(this.keptRoots, reason);
	}

	/**
	 * Returns how many local roots a rule would have kept but for its limit.
	 * @param reason the reason of the rule
	 * @return the number
	 */
	public long refusedRoots(String reason) {
		return number(this.refusedRoots, reason);
	}

	/**
	 * Returns how many local roots were not kept.
	 * @return the number
	 */
	public long notKeptRoots() {
		return this.notKeptRoots.sum();
	}

	/**
	 * Returns how many spans ended.
	 * @return the number
	 */
	public long endedSpans() {
		return this.endedSpans.sum();
	}

	/**
	 * Returns how many spans were passed on to the exporters.
	 * @return the number
	 */
	public long keptSpans() {
		return this.keptSpans.sum();
	}

	/**
	 * Returns how many spans were forgotten because their local root was not kept.
	 * @return the number
	 */
	public long notKeptSpans() {
		return this.notKeptSpans.sum();
	}

	/**
	 * Returns how many spans were lost for a reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long droppedSpans(DropReason reason) {
		return this.droppedSpans.count(reason);
	}

	private static Map<String, Long> numbers(ConcurrentMap<String, LongAdder> counters) {
		Map<String, Long> numbers = new TreeMap<>();
		counters.forEach((reason, counter) -> numbers.put(reason, counter.sum()));
		return numbers;
	}

	private static long number(ConcurrentMap<String, LongAdder> counters, String reason) {
		LongAdder counter = counters.get(reason);
		return (counter != null) ? counter.sum() : 0;
	}

}
