package dev.telemetry.sampling;

/**
 * A reason to keep the trace of a local root, looked at when the root ends. Rules are
 * asked in their order, until one holds. A rule of an application comes after those of
 * errors and slow requests; declare it as a bean. Called on the threads of the
 * application: to be thread safe and fast. What it throws counts as no.
 *
 * @since 0.1.0
 */
public interface KeepRule {

	/**
	 * The value of the attribute {@code telemetry.sampling.reason}, and of a tag.
	 * @return a word that never changes
	 */
	String reason();

	/**
	 * Whether to keep the trace of a root. The attributes of the span of a request are
	 * written only after that: ask for its {@linkplain EndedRoot#outcome() outcome}.
	 * @param root the root, which has just ended
	 * @return whether to keep it
	 */
	boolean keeps(EndedRoot root);

	/**
	 * For how many traces one that this rule keeps stands, unless a caller has said so.
	 * Override it for a rule that keeps a share of the traces only.
	 * @return {@link AdjustedCount#ONE}, as of a rule that keeps all of a kind
	 */
	default AdjustedCount adjustedCount() {
		return AdjustedCount.ONE;
	}

}
