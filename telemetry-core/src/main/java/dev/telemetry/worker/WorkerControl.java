package dev.telemetry.worker;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

import dev.telemetry.control.Adjustable;

/**
 * How much of what workers tell is taken, to be changed at any time: the share of the
 * traces by pool, and which names are switched off. Needs no co-operation of the workers.
 * Thread safe.
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
	 * @param events which events are taken, by name and metadata; asked for each line
	 * @param excluded names of events that are not taken, as workers are told them
	 */
	public WorkerControl(PoolRatios ratios, BiPredicate<String, Map<String, String>> events,
			Supplier<List<String>> excluded) {
		this.ratios = new Adjustable<>(ratios);
		this.events = events;
		this.excluded = excluded;
	}

	/**
	 * The shares of the traces by pool.
	 * @return the shares, which can be changed for a while
	 */
	public Adjustable<PoolRatios> ratios() {
		return this.ratios;
	}

	/**
	 * Names of events that are not taken.
	 * @return the names, with {@code *} at the end of one for all that begin so
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
