package dev.telemetry.sampling;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;

/**
 * The decision whether a local root is kept. Immutable; compared by identity.
 */
final class Decision {

	static final Decision NOT_KEPT = new Decision(null, false, AdjustedCount.AS_SAMPLED, false);

	/** Stands for the decision about a sampled root that is still open. */
	static final Decision SAMPLED_SO_FAR = new Decision(KeepReasons.RATIO, true, AdjustedCount.AS_SAMPLED, false);

	/** Stands for the decision about an open root that is promised to be kept. */
	static final Decision PROMISED_SO_FAR = new Decision(KeepReasons.FORCED, true, AdjustedCount.ONE, false);

	/** The same, where the trace state of a caller gives the adjusted count. */
	static final Decision CALLED_SO_FAR = new Decision(KeepReasons.FORCED, true, AdjustedCount.AS_SAMPLED, false);

	/** Stands for the decision about an open root in a dry run. */
	static final Decision DRY_RUN_SO_FAR = new Decision(null, true, AdjustedCount.UNKNOWN, true);

	private final @Nullable String reason;

	private final boolean exported;

	private final AdjustedCount adjustedCount;

	private final boolean dryRun;

	/**
	 * Creates a decision.
	 * @param reason why the root is kept, or {@code null} if it is not
	 * @param exported whether the root is handed to the exporters: if it is kept, and in
	 * a dry run
	 * @param adjustedCount how many traces the root represents
	 * @param dryRun whether the decision was made in a dry run
	 */
	Decision(@Nullable String reason, boolean exported, AdjustedCount adjustedCount, boolean dryRun) {
		this.reason = reason;
		this.exported = exported;
		this.adjustedCount = adjustedCount;
		this.dryRun = dryRun;
	}

	@Nullable String reason() {
		return this.reason;
	}

	boolean exported() {
		return this.exported;
	}

	AdjustedCount adjustedCount() {
		return this.adjustedCount;
	}

	/**
	 * Returns whether the trace makes way for others when room is short. A trace that is
	 * kept for an error, for being slow, or because the application asked for it does
	 * not.
	 */
	boolean isExpendable() {
		return this.reason == null || this.reason.equals(KeepReasons.RATIO) || this.reason.equals(KeepReasons.PARENT)
				|| this.reason.equals(KeepReasons.ROUTE) || this.reason.equals(KeepReasons.DISCONNECT);
	}

	/**
	 * Adds the decision to the attributes of a root.
	 */
	void describe(AttributesBuilder attributes) {
		if (this.reason != null) {
			attributes.put(SamplingAttributes.REASON, this.reason);
		}
		if (this.dryRun) {
			attributes.put(SamplingAttributes.DRY_RUN, wouldBe());
		}
	}

	/**
	 * Writes the decision to a root that is still open.
	 */
	void describe(Span root) {
		if (this.reason != null) {
			root.setAttribute(SamplingAttributes.REASON, this.reason);
		}
		if (this.dryRun) {
			root.setAttribute(SamplingAttributes.DRY_RUN, wouldBe());
		}
	}

	/**
	 * Returns whether a root has the attributes of the decision. A root that had no room
	 * for more attributes does not.
	 */
	boolean isDescribed(ReadableSpan root) {
		return (this.reason == null || root.getAttribute(SamplingAttributes.REASON) != null)
				&& (!this.dryRun || root.getAttribute(SamplingAttributes.DRY_RUN) != null);
	}

	private String wouldBe() {
		return (this.reason != null) ? "kept" : "dropped";
	}

}
