package dev.telemetry.sampling;

/**
 * A rule that keeps the traces of some local roots, called when the root ends. Rules are
 * called in their order, until one keeps the trace. To add a rule, declare a bean: it
 * comes after the rules for errors and slow requests. Called on threads of the
 * application: must be thread safe and fast. If it throws, it does not keep the trace,
 * and the failure is counted.
 *
 * @since 0.1.0
 */
public interface KeepRule {

	/**
	 * Returns the value of the attribute {@code telemetry.sampling.reason}, and of the
	 * tag {@code reason}.
	 * @return a word that never changes and that no other rule has
	 */
	String reason();

	/**
	 * Returns whether to keep the trace of a root. The attributes of the span of a
	 * request are written only after that: ask for its {@linkplain EndedRoot#outcome()
	 * outcome}.
	 * @param root the root, which has just ended
	 * @return whether to keep it
	 */
	boolean keeps(EndedRoot root);

	/**
	 * Returns how many traces a trace represents that this rule keeps, unless a caller
	 * has said so. Override it for a rule that keeps only a share of the traces.
	 * @return {@link AdjustedCount#ONE}, which is correct for a rule that keeps all
	 * traces of a kind
	 */
	default AdjustedCount adjustedCount() {
		return AdjustedCount.ONE;
	}

}
