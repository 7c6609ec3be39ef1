package dev.telemetry.decision;

/**
 * Measures requests. Implementations are thread safe, do not block and are called on
 * request threads.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RequestMeter {

	/** Measures nothing. */
	RequestMeter NOOP = new RequestMeter() {

		@Override
		public void started() {
		}

		@Override
		public void ended(RequestOutcome outcome) {
		}

	};

	/**
	 * Notes that a request came in.
	 */
	void started();

	/**
	 * Notes that a request is over. Called once for each {@link #started()}, while the
	 * span of the request is current.
	 * @param outcome how the request ended, to be read during the call only
	 */
	void ended(RequestOutcome outcome);

}
