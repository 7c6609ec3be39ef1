package dev.telemetry.sampling;

import java.util.function.UnaryOperator;

/**
 * A change of the settings that may end by itself. Two of them are never equal.
 * Immutable.
 *
 * @since 0.1.0
 * @see SamplingControl#add
 */
public final class SamplingOverride {

	private final UnaryOperator<SamplingSettings.Builder> change;

	private final boolean expires;

	private final long expiresAtNanos;

	SamplingOverride(UnaryOperator<SamplingSettings.Builder> change, boolean expires, long expiresAtNanos) {
		this.change = change;
		this.expires = expires;
		this.expiresAtNanos = expiresAtNanos;
	}

	UnaryOperator<SamplingSettings.Builder> change() {
		return this.change;
	}

	boolean isOver(long nowNanos) {
		return this.expires && nowNanos - this.expiresAtNanos >= 0;
	}

}
