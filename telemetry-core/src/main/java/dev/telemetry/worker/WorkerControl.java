package dev.telemetry.worker;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.telemetry.decision.ConsistentRatio;

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

	/** Stands for all pools that are not named. */
	public static final String ALL_POOLS = "*";

	private static final ConsistentRatio ALL = ConsistentRatio.of(1.0);

	private final Predicate<String> excluded;

	private volatile Map<String, ConsistentRatio> ratios;

	/**
	 * Creates a control.
	 * @param ratios shares from 0.0 to 1.0 by pool, {@value #ALL_POOLS} for all that are
	 * not named
	 * @param excluded which names of events and spans are switched off; asked for each
	 * line
	 */
	public WorkerControl(Map<String, Double> ratios, Predicate<String> excluded) {
		this.excluded = excluded;
		this.ratios = ratios(ratios);
	}

	private static Map<String, ConsistentRatio> ratios(Map<String, Double> ratios) {
		Map<String, ConsistentRatio> made = new TreeMap<>();
		ratios.forEach((pool, ratio) -> made.put(pool, ConsistentRatio.of(ratio)));
		return made;
	}

	/**
	 * Changes the shares.
	 * @param changed shares from 0.0 to 1.0 by pool
	 * @throws IllegalArgumentException if one is outside that range
	 */
	public void setRatios(Map<String, Double> changed) {
		this.ratios = ratios(changed);
	}

	/**
	 * The shares as they are now.
	 * @return shares by pool
	 */
	public Map<String, Double> ratios() {
		Map<String, Double> values = new TreeMap<>();
		this.ratios.forEach((pool, ratio) -> values.put(pool, ratio.value()));
		return values;
	}

	/**
	 * The share of a pool.
	 * @param pool the pool
	 * @return a share from 0.0 to 1.0
	 */
	public double ratio(String pool) {
		return of(pool).value();
	}

	private ConsistentRatio of(String pool) {
		Map<String, ConsistentRatio> now = this.ratios;
		ConsistentRatio named = now.get(pool);
		return (named != null) ? named : now.getOrDefault(ALL_POOLS, ALL);
	}

	boolean samples(String pool, String traceId) {
		ConsistentRatio ratio = of(pool);
		return (traceId.isEmpty()) ? ratio.value() > 0 : ratio.samples(traceId);
	}

	boolean isExcluded(String name) {
		return this.excluded.test(name);
	}

}
