package dev.telemetry.sampling;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;

/**
 * What was decided about a local root. Immutable; compared by identity.
 */
final class Verdict {

	static final Verdict NOT_KEPT = new Verdict(null, false, Weight.AS_IT_IS, false);

	/** About a span for which there was no room. */
	static final Verdict TRUNCATED = new Verdict(null, false, Weight.AS_IT_IS, false);

	/** About a span whose trace had to make room for others. */
	static final Verdict AGED = new Verdict(null, false, Weight.AS_IT_IS, false);

	private final @Nullable String reason;

	private final boolean exported;

	private final Weight weight;

	private final boolean dryRun;

	/**
	 * Creates a verdict.
	 * @param reason why the root is kept, or {@code null} if it is not
	 * @param exported whether it is handed to the exporters: if it is kept, and in a dry
	 * run
	 * @param weight for how many traces it stands
	 * @param dryRun whether it was decided in a dry run
	 */
	Verdict(@Nullable String reason, boolean exported, Weight weight, boolean dryRun) {
		this.reason = reason;
		this.exported = exported;
		this.weight = weight;
		this.dryRun = dryRun;
	}

	@Nullable String reason() {
		return this.reason;
	}

	boolean exported() {
		return this.exported;
	}

	Weight weight() {
		return this.weight;
	}

	/**
	 * Whether the trace makes way for others when room is short: not if it is kept for an
	 * error, because it was slow, or because the application asked for it.
	 */
	boolean isExpendable() {
		return this.reason == null || this.reason.equals(KeepReasons.RATIO) || this.reason.equals(KeepReasons.PARENT)
				|| this.reason.equals(KeepReasons.ROUTE);
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

	private String wouldBe() {
		return (this.reason != null) ? "kept" : "dropped";
	}

	/**
	 * What the trace state of an exported span says about how many it stands for.
	 */
	enum Weight {

		/** What it says already. */
		AS_IT_IS,

		/** Every root like this one is kept, so that it stands for itself only. */
		CERTAIN,

		/** Nothing, because nobody can count with it. */
		NONE

	}

}
