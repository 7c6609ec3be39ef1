package dev.telemetry.record;

/**
 * Measures one job or one kind of call. Implementations are thread safe, do not block and
 * are called by the threads that do the work.
 */
public interface OperationMeter {

	/** Measures nothing. */
	OperationMeter NOOP = new OperationMeter() {

		@Override
		public void started() {
		}

		@Override
		public void ended(long durationNanos, boolean success) {
		}

	};

	/**
	 * Notes that it began.
	 */
	void started();

	/**
	 * Notes that one which began is over. Called once for each {@link #started()}, while
	 * its span is current.
	 * @param durationNanos how long it took, in nanoseconds
	 * @param success whether it succeeded
	 */
	void ended(long durationNanos, boolean success);

}
