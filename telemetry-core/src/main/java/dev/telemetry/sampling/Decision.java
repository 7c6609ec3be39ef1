package dev.telemetry.sampling;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;

/**
 * What was decided about a local root. Immutable; compared by identity.
 */
final class Decision {

	static final Decision NOT_KEPT = new Decision(null, false, AdjustedCount.AS_SAMPLED, false);

	/** Of what is exported for certain, before it is decided why. */
	static final Decision SAMPLED_SO_FAR = new Decision(KeepReasons.RATIO, true, AdjustedCount.AS_SAMPLED, false);

	/** The same, because of how it goes. */
	static final Decision PROMISED_SO_FAR = new Decision(KeepReasons.FORCED, true, AdjustedCount.ONE, false);

	/** The same, where a caller knows the number. */
	static final Decision CALLED_SO_FAR = new Decision(KeepReasons.FORCED, true, AdjustedCount.AS_SAMPLED, false);

	/** The same, in a dry run. */
	static final Decision DRY_RUN_SO_FAR = new Decision(null, true, AdjustedCount.UNKNOWN, true);

	private final @Nullable String reason;

	private final boolean exported;

	private final AdjustedCount adjustedCount;

	private final boolean dryRun;

	/**
	 * Creates a decision.
	 * @param reason why the root is kept, or {@code null} if it is not
	 * @param exported whether it is handed to the exporters: if it is kept, and in a dry
	 * run
	 * @param adjustedCount for how many traces it stands
	 * @param dryRun whether it was decided in a dry run
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
	 * Whether the trace makes way for others when room is short: not if it is kept for an
	 * error, because it was slow, or because the application asked for it.
	 */
	boolean isExpendable() {
		return this.reason == null || this.reason.equals(KeepReasons.RATIO) || this.reason.equals(KeepReasons.PARENT)
				|| this.reason.equals(KeepReasons.ROUTE) || this.reason.equals(KeepReasons.DISCONNECT);
	}

	/**
	 * Says on a root what was decided.
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
	 * Says on a root that is still open what was decided.
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
	 * Whether a root says what was decided: not if it had no room for more attributes.
	 */
	boolean isDescribed(ReadableSpan root) {
		return (this.reason == null || root.getAttribute(SamplingAttributes.REASON) != null)
				&& (!this.dryRun || root.getAttribute(SamplingAttributes.DRY_RUN) != null);
	}

	private String wouldBe() {
		return (this.reason != null) ? "kept" : "dropped";
	}

}
