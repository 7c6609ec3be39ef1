package dev.telemetry.decision;

import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * A share of all traces, chosen so that every service which uses the same method and the
 * same or a higher ratio chooses the same traces: a trace is in when the low 56 bits of
 * its id, which are random, are not below a threshold. Immutable.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">OpenTelemetry:
 * probability sampling in tracestate</a>
 */
public final class ConsistentRatio {

	private static final long RANDOM_VALUES = 1L << 56;

	private static final int RANDOM_DIGITS = 14;

	private final double value;

	private final long threshold;

	private final TraceState traceState;

	private ConsistentRatio(double value) {
		this.value = value;
		this.threshold = Math.round((1 - value) * RANDOM_VALUES);
		this.traceState = TraceState.builder().put("ot", "th:" + digits(this.threshold)).build();
	}

	// Trailing zeros are left out, except for a single zero.
	private static String digits(long threshold) {
		String digits = Long.toHexString(RANDOM_VALUES | threshold).substring(1).replaceAll("0+$", "");
		return (digits.isEmpty()) ? "0" : digits;
	}

	/**
	 * Creates a ratio.
	 * @param value share of the traces, from 0.0 (none) to 1.0 (all)
	 * @return the ratio
	 * @throws IllegalArgumentException if the value is outside that range or not a number
	 */
	public static ConsistentRatio of(double value) {
		if (!(value >= 0.0 && value <= 1.0)) {
			throw new IllegalArgumentException("'value' must be from 0.0 to 1.0");
		}
		return new ConsistentRatio(value);
	}

	/**
	 * Returns the share as it was given.
	 * @return the share, from 0.0 to 1.0
	 */
	public double value() {
		return this.value;
	}

	/**
	 * Returns the trace state with the threshold of this ratio, {@code ot=th:...}. Others
	 * read from it the probability with which a trace was chosen, and so how many traces
	 * it represents.
	 * @return the state, meaningless if the share is 0.0
	 */
	public TraceState traceState() {
		return this.traceState;
	}

	/**
	 * Returns whether a trace belongs to the share.
	 * @param traceId trace id, 32 hex digits
	 * @return whether the trace is in
	 */
	public boolean samples(String traceId) {
		if (this.threshold == 0) {
			return true;
		}
		int length = traceId.length();
		return Long.parseLong(traceId, length - RANDOM_DIGITS, length, 16) >= this.threshold;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConsistentRatio ratio && Double.compare(this.value, ratio.value) == 0;
	}

	@Override
	public int hashCode() {
		return Double.hashCode(this.value);
	}

	@Override
	public String toString() {
		return Double.toString(this.value);
	}

}
