package dev.telemetry.record;

/**
 * Measures one job or one kind of call. Implementations are thread safe, do not block and
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
	 * Notes that it began.
	 */
	void started();

	/**
	 * Notes that one which began no longer runs. Called once for each {@link #started()},
	 * and followed by how it ended.
	 */
	void stopped();

	/**
	 * Notes that one of those that run says how far it has come.
	 */
	default void progressed() {
	}

	/**
	 * Notes how one ended, while its span is current.
	 * @param durationNanos how long it took, in nanoseconds
	 * @param success whether it succeeded
	 */
	void ended(long durationNanos, boolean success);

	/**
	 * Notes that one was skipped, while its span is current: it neither succeeded nor
	 * failed.
	 * @param durationNanos how long that took, in nanoseconds
	 */
	void skipped(long durationNanos);

}
