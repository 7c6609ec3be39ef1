package dev.telemetry.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * A count for each value of an enum. Thread safe; counting takes no lock.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <E> the enum
 * @since 0.1.0
 */
public final class EnumCounts<E extends Enum<E>> {

	private final Map<E, LongAdder> counts;

	/**
	 * Creates counts that are all zero.
	 * @param type the enum
	 */
	public EnumCounts(Class<E> type) {
		this.counts = new EnumMap<>(type);
		for (E value : type.getEnumConstants()) {
			this.counts.put(value, new LongAdder());
		}
	}

	/**
	 * Adds one to a count.
	 * @param value what is counted
	 */
	public void increment(E value) {
		of(value).increment();
	}

	/**
	 * Adds to a count.
	 * @param value what is counted
	 * @param number how many
	 */
	public void add(E value, long number) {
		of(value).add(number);
	}

	/**
	 * Returns a count.
	 * @param value what is counted
	 * @return the number
	 */
	public long count(E value) {
		return of(value).sum();
	}

	private LongAdder of(E value) {
		return Objects.requireNonNull(this.counts.get(value));
	}

}
