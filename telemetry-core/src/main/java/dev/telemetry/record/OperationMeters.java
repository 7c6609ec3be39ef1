package dev.telemetry.record;

import java.util.function.IntSupplier;

/**
 * Supplies the meters of jobs and calls. Implementations are thread safe and bound the
 * number of meters themselves.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface OperationMeters {

	/** Measures nothing. */
	OperationMeters NOOP = new OperationMeters() {

		@Override
		public OperationMeter job(String queue, String type) {
			return OperationMeter.NOOP;
		}

		@Override
		public OperationMeter externalCall(String service, String operation) {
			return OperationMeter.NOOP;
		}

		@Override
		public void queueDepth(String queue, IntSupplier depth) {
		}

	};

	/**
	 * Supplies the meter of a job.
	 * @param queue where it comes from
	 * @param type what kind of job it is
	 * @return the meter
	 */
	OperationMeter job(String queue, String type);

	/**
	 * Supplies the meter of a call.
	 * @param service who is called
	 * @param operation what is asked for
	 * @return the meter
	 */
	OperationMeter externalCall(String service, String operation);

	/**
	 * Measures how much waits in a queue.
	 * @param queue name of the queue
	 * @param depth tells how much
	 */
	void queueDepth(String queue, IntSupplier depth);

}
