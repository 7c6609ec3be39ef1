package dev.telemetry.decision;

/**
 * Listens for the decision whether a trace is kept, or that it had to make room for
 * others. Must neither wait nor throw.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DecisionListener {

	/** Stands for a trace that is kept for certain. */
	DecisionListener KEPT = (kept) -> {
	};

	/** Stands for a trace that is over and was not kept, or that is unknown. */
	DecisionListener NOT_KEPT = (kept) -> {
	};

	/**
	 * Receives the decision about the trace. Called once, on any thread.
	 * @param kept whether the trace is kept
	 */
	void decided(boolean kept);

	/**
	 * Notes that the trace had to make room for others before it was decided. Called in
	 * place of {@link #decided(boolean)}.
	 */
	default void evicted() {
		decided(false);
	}

}
