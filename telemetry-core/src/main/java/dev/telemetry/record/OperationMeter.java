package dev.telemetry.record;

/**
 * Measures one kind of job or call. Implementations are thread safe, do not block, and
 * are called by the threads that do the work.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface OperationMeter {

	/** Measures nothing. */
	OperationMeter NOOP = new OperationMeter() {

		@Override
		public void started() {
		}

		@Override
		public void stopped() {
		}

		@Override
		public void ended(long durationNanos, boolean success) {
		}

		@Override
		public void skipped(long durationNanos) {
		}

	};

	/**
	 * Notes that a run began.
	 */
	void started();

	/**
	 * Notes that a run is over. Called once for each {@link #started()}, before
	 * {@link #ended} or {@link #skipped}.
	 */
	void stopped();

	/**
	 * Notes that a run has reported its progress.
	 */
	default void progressed() {
	}

	/**
	 * Notes how a run ended, while its span is current.
	 * @param durationNanos how long the run took, in nanoseconds
	 * @param success whether the run succeeded
	 */
	void ended(long durationNanos, boolean success);

	/**
	 * Notes that a run was skipped, while its span is current. It neither succeeded nor
	 * failed.
	 * @param durationNanos how long the run took, in nanoseconds
	 */
	void skipped(long durationNanos);

}
