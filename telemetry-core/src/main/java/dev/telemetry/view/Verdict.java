package dev.telemetry.view;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;

/**
 * The decision about a local root, with its reason. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param spanId id of the local root
 * @param kept whether the root was kept
 * @param reason why the root was kept, {@link #NONE} if it was not, or {@code null} if
 * that is unknown
 * @param why the reason as a sentence
 * @since 0.1.0
 */
public record Verdict(String spanId, boolean kept, @Nullable String reason, String why) {

	/** Reason of a trace that was not kept. */
	public static final String NONE = "none";

	private static final String NOT_KEPT = "Not kept: it is not part of the share that is always kept, and no rule"
			+ " asks for it.";

	/**
	 * Reads the decision from a span.
	 * @param span a span that is kept
	 * @return the decision, or {@code null} if the span is not a local root
	 */
	static @Nullable Verdict ofKept(SpanData span) {
		String reason = span.getAttributes().get(SamplingAttributes.REASON);
		if (reason == null && !isLocalRoot(span)) {
			return null;
		}
		if ("dropped".equals(span.getAttributes().get(SamplingAttributes.DRY_RUN))) {
			return new Verdict(span.getSpanId(), true, null,
					"Exported only because this is a dry run: it would not be kept.");
		}
		return new Verdict(span.getSpanId(), true, reason, sentence(reason));
	}

	/**
	 * Creates the decision about a root that was not kept.
	 * @param root the root
	 * @param refused the reason of the rule that would have kept the root but for its
	 * limit, or {@code null}
	 */
	static Verdict ofDropped(SpanData root, @Nullable String refused) {
		String why = (refused != null)
				? "Not kept: the rule '" + refused + "' would have kept it, but has kept enough in this second."
				: NOT_KEPT;
		return new Verdict(root.getSpanId(), false, NONE, why);
	}

	/**
	 * Returns whether a span has no parent in this process.
	 */
	static boolean isLocalRoot(SpanData span) {
		SpanContext parent = span.getParentSpanContext();
		return !parent.isValid() || parent.isRemote();
	}

	private static String sentence(@Nullable String reason) {
		if (reason == null) {
			return "Kept: it was sampled when it started.";
		}
		return switch (reason) {
			case KeepReasons.ERROR -> "Kept because it failed.";
			case KeepReasons.SLOW -> "Kept because it was slower than the threshold.";
			case KeepReasons.FORCED -> "Kept because code asked for it.";
			case KeepReasons.PARENT -> "Kept because its caller had sampled it.";
			case KeepReasons.RATIO -> "Kept by chance: it is part of the share that is always kept.";
			case KeepReasons.ROUTE -> "Kept because nothing of its route had been kept for a while.";
			case KeepReasons.DISCONNECT -> "Kept because the client went away.";
			default -> "Kept by the rule '" + reason + "'.";
		};
	}

}
