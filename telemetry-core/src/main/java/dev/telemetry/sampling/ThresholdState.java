package dev.telemetry.sampling;

import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The threshold of sampling in a {@code tracestate}: {@code th}, one of the sub-keys of
 * the member {@code ot}.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">OpenTelemetry:
 * probability sampling in tracestate</a>
 */
final class ThresholdState {

	private static final String MEMBER = "ot";

	private static final String THRESHOLD = "th:";

	private static final String CERTAIN = "th:0";

	private static final TraceState ONLY_CERTAIN = TraceState.builder().put(MEMBER, CERTAIN).build();

	private ThresholdState() {
	}

	/**
	 * Returns a state with the threshold of a probability of 1. Other members and
	 * sub-keys stay.
	 */
	static TraceState certain(TraceState state) {
		return (state.isEmpty()) ? ONLY_CERTAIN
				: state.toBuilder().put(MEMBER, withThreshold(state.get(MEMBER))).build();
	}

	/**
	 * Returns a state without a threshold. Other members and sub-keys stay.
	 */
	static TraceState none(TraceState state) {
		String member = state.get(MEMBER);
		if (member == null) {
			return state;
		}
		StringBuilder rest = new StringBuilder();
		appendOthers(member, rest);
		return (rest.length() > 0) ? state.toBuilder().put(MEMBER, rest.toString()).build()
				: state.toBuilder().remove(MEMBER).build();
	}

	private static String withThreshold(@Nullable String member) {
		StringBuilder result = new StringBuilder(CERTAIN);
		if (member != null) {
			appendOthers(member, result);
		}
		return result.toString();
	}

	private static void appendOthers(String member, StringBuilder result) {
		for (String part : member.split(";", -1)) {
			if (!part.isEmpty() && !part.startsWith(THRESHOLD)) {
				result.append((result.length() > 0) ? ";" : "").append(part);
			}
		}
	}

}
