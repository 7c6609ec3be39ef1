package dev.telemetry.view;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;

/**
 * What was decided about a local root, and why. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param spanId id of the local root
 * @param kept whether it was kept
 * @param reason why it was kept, {@link #NONE} if it was not, or {@code null} if that is
 * not known
 * @param why the same as a sentence
 * @since 0.1.0
 */
public record Verdict(String spanId, boolean kept, @Nullable String reason, String why) {

	/** Stands for the reason where a trace was not kept. */
	public static final String NONE = "none";

	private static final String NOT_KEPT = "Not kept: it is not part of the share that is always kept, and no rule"
			+ " asks for it.";

	/**
	 * Reads what was decided from a span.
	 * @param span a span that is kept
	 * @return what was decided, or {@code null} if it is no local root
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
	 * Says that a root was not kept.
	 * @param root the root
	 * @param refused the reason of the rule that would have kept it, had it not kept
	 * enough already, or {@code null}
	 */
	static Verdict ofDropped(SpanData root, @Nullable String refused) {
		String why = (refused != null)
				? "Not kept: the rule '" + refused + "' would have kept it, but has kept enough in this second."
				: NOT_KEPT;
		return new Verdict(root.getSpanId(), false, NONE, why);
	}

	/**
	 * Whether a span has no parent in this process.
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
