package dev.telemetry.worker;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

import dev.telemetry.control.Adjustable;

/**
 * Controls which telemetry lines of workers are taken: the share of the traces by pool,
 * and the names that are switched off. Can be changed at any time, and needs no
 * cooperation of the workers. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class WorkerControl {

	private final Adjustable<PoolRatios> ratios;

	private final BiPredicate<String, Map<String, String>> events;

	private final Supplier<List<String>> excluded;

	/**
	 * Creates a control.
	 * @param ratios shares of the traces by pool
	 * @param events decides which events are taken, by name and metadata; called for each
	 * line
	 * @param excluded supplies the names of events that are not taken, for the workers
	 */
	public WorkerControl(PoolRatios ratios, BiPredicate<String, Map<String, String>> events,
			Supplier<List<String>> excluded) {
		this.ratios = new Adjustable<>(ratios);
		this.events = events;
		this.excluded = excluded;
	}

	/**
	 * Returns the shares of the traces by pool.
	 * @return the shares, which can be changed for a while
	 */
	public Adjustable<PoolRatios> ratios() {
		return this.ratios;
	}

	/**
	 * Returns the names of events that are not taken.
	 * @return the names; {@code *} at the end of a name makes it a prefix
	 */
	public List<String> excluded() {
		return this.excluded.get();
	}

	boolean samples(String pool, String traceId) {
		return this.ratios.current().samples(pool, traceId);
	}

	boolean accepts(WorkerLine line) {
		String span = OpenSpan.spanName(line.name());
		return this.events.test(line.name(), line.metadata())
				&& (span.equals(line.name()) || this.events.test(span, line.metadata()));
	}

}
