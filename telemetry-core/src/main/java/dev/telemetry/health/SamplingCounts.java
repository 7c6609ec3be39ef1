package dev.telemetry.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what became of local roots and of spans. At rest, each span that ended is in
 * exactly one of the other numbers: ended = kept + not kept + dropped for each reason +
 * held. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SamplingCounts {

	/** Why spans are lost whose trace may have been kept. */
	public enum DropReason {

		/** The local root had more spans than are held for one. */
		TRUNCATED,

		/** More spans were open or waiting than are held in all. */
		LIMIT,

		/** The local root did not end for too long, and the room was needed. */
		AGE

	}

	private final ConcurrentMap<String, LongAdder> keptRoots = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, LongAdder> refusedRoots = new ConcurrentHashMap<>();

	private final LongAdder notKeptRoots = new LongAdder();

	private final LongAdder endedSpans = new LongAdder();

	private final LongAdder keptSpans = new LongAdder();

	private final LongAdder notKeptSpans = new LongAdder();

	private final Map<DropReason, LongAdder> droppedSpans = new EnumMap<>(DropReason.class);

	/**
	 * Creates counts that are all zero.
	 */
	public SamplingCounts() {
		for (DropReason reason : DropReason.values()) {
			this.droppedSpans.put(reason, new LongAdder());
		}
	}

	/**
	 * Counts a local root that is kept.
	 * @param reason why
	 */
	public void rootKept(String reason) {
		counter(this.keptRoots, reason).increment();
	}

	/**
	 * Counts a local root that a rule would have kept, had it not kept enough already in
	 * this second. Another rule may keep it.
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
	 * Counts spans that are handed on to the exporters.
	 * @param spans how many
	 */
	public void spansKept(int spans) {
		this.keptSpans.add(spans);
	}

	/**
	 * Counts spans that are forgotten because their local root is not kept.
	 * @param spans how many
	 */
	public void spansNotKept(int spans) {
		this.notKeptSpans.add(spans);
	}

	/**
	 * Counts spans that are lost.
	 * @param reason why
	 * @param spans how many
	 */
	public void spansDropped(DropReason reason, int spans) {
		dropped(reason).add(spans);
	}

	private LongAdder dropped(DropReason reason) {
		return Objects.requireNonNull(this.droppedSpans.get(reason));
	}

	// Reasons are few: one for each rule.
	private static LongAdder counter(ConcurrentMap<String, LongAdder> counters, String reason) {
		LongAdder counter = counters.get(reason);
		return (counter != null) ? counter : counters.computeIfAbsent(reason, (key) -> new LongAdder());
	}

	/**
	 * How many local roots were kept.
	 * @return the numbers by reason
	 */
	public Map<String, Long> keptRoots() {
		return numbers(this.keptRoots);
	}

	/**
	 * How many local roots a rule would have kept, had it not kept enough already.
	 * @return the numbers by the reason of the rule
	 */
	public Map<String, Long> refusedRoots() {
		return numbers(this.refusedRoots);
	}

	/**
	 * How many local roots were kept for a reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long keptRoots(String reason) {
		return number(this.keptRoots, reason);
	}

	/**
	 * How many local roots a rule would have kept, had it not kept enough already.
	 * @param reason the reason of the rule
	 * @return the number
	 */
	public long refusedRoots(String reason) {
		return number(this.refusedRoots, reason);
	}

	/**
	 * How many local roots were not kept.
	 * @return the number
	 */
	public long notKeptRoots() {
		return this.notKeptRoots.sum();
	}

	/**
	 * How many spans ended.
	 * @return the number
	 */
	public long endedSpans() {
		return this.endedSpans.sum();
	}

	/**
	 * How many spans were handed on to the exporters.
	 * @return the number
	 */
	public long keptSpans() {
		return this.keptSpans.sum();
	}

	/**
	 * How many spans were forgotten because their local root was not kept.
	 * @return the number
	 */
	public long notKeptSpans() {
		return this.notKeptSpans.sum();
	}

	/**
	 * How many spans were lost for a reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long droppedSpans(DropReason reason) {
		return dropped(reason).sum();
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
