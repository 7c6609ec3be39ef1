package dev.telemetry.worker;

import java.util.Map;
import java.util.TreeMap;

import dev.telemetry.control.Shares;
import dev.telemetry.decision.ConsistentRatio;

/**
 * The shares of the traces for which lines of workers are taken, by pool. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PoolRatios {

	/** Stands for all pools that are not named. */
	public static final String ALL_POOLS = "*";

	/** Description of the allowed texts. */
	public static final String ALLOWED = "a share from 0.0 to 1.0, or pools with shares such as scoring=0.1,*=1.0";

	private static final ConsistentRatio ALL = ConsistentRatio.of(1.0);

	private final Map<String, ConsistentRatio> ratios;

	private PoolRatios(Map<String, ConsistentRatio> ratios) {
		this.ratios = ratios;
	}

	/**
	 * Creates shares.
	 * @param ratios shares from 0.0 to 1.0 by pool; {@value #ALL_POOLS} stands for all
	 * pools that are not named, for which the default is 1.0
	 * @return the shares
	 * @throws IllegalArgumentException if a share is outside that range
	 */
	public static PoolRatios of(Map<String, Double> ratios) {
		Map<String, ConsistentRatio> made = new TreeMap<>();
		ratios.forEach((pool, ratio) -> made.put(pool, ConsistentRatio.of(ratio)));
		return new PoolRatios(made);
	}

	/**
	 * Parses shares.
	 * @param text one share for all pools, or pools with their shares, separated by
	 * commas
	 * @return the shares
	 * @throws IllegalArgumentException if the text is malformed
	 */
	public static PoolRatios parse(String text) {
		Map<String, Double> ratios = new TreeMap<>();
		for (String part : text.split(",", -1)) {
			int equals = part.indexOf('=');
			String pool = (equals < 0) ? ALL_POOLS : part.substring(0, equals).strip();
			if (pool.isEmpty() || ratios.put(pool, Shares.parse(part.substring(equals + 1))) != null) {
				throw new IllegalArgumentException("it must be " + ALLOWED);
			}
		}
		return of(ratios);
	}

	/**
	 * Returns the share of a pool.
	 * @param pool the pool
	 * @return a share from 0.0 to 1.0
	 */
	public double ratio(String pool) {
		return find(pool).value();
	}

	private ConsistentRatio find(String pool) {
		ConsistentRatio named = this.ratios.get(pool);
		return (named != null) ? named : this.ratios.getOrDefault(ALL_POOLS, ALL);
	}

	boolean samples(String pool, String traceId) {
		ConsistentRatio ratio = find(pool);
		return (traceId.isEmpty()) ? ratio.value() > 0 : ratio.samples(traceId);
	}

	/**
	 * Returns the shares as they were given.
	 * @return shares by pool
	 */
	public Map<String, Double> values() {
		Map<String, Double> values = new TreeMap<>();
		this.ratios.forEach((pool, ratio) -> values.put(pool, ratio.value()));
		return values;
	}

}
