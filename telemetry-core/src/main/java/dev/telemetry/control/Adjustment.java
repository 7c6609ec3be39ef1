package dev.telemetry.control;

import java.util.function.UnaryOperator;

/**
 * A change of an {@link Adjustable} that may expire. Two adjustments are never equal.
 * Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the value
 * @since 0.1.0
 */
public final class Adjustment<T> {

	private final UnaryOperator<T> change;

	private final boolean expires;

	private final long expiresAtNanos;

	Adjustment(UnaryOperator<T> change, boolean expires, long expiresAtNanos) {
		this.change = change;
		this.expires = expires;
		this.expiresAtNanos = expiresAtNanos;
	}

	T apply(T value) {
		return this.change.apply(value);
	}

	/**
	 * Applies the change to a value. Called on threads that only read the value.
	 * @return the changed value, or the value as it is if the change throws
	 */
	T applyIfPossible(T value) {
		try {
			return apply(value);
		}
		catch (Throwable ex) {
			return value;
		}
	}

	boolean isOver(long nowNanos) {
		return this.expires && nowNanos - this.expiresAtNanos >= 0;
	}

}
