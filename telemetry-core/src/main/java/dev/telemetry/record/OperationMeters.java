package dev.telemetry.record;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

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
	 * @param queue where the job comes from
	 * @param type what kind of job it is
	 * @return the meter
	 */
	OperationMeter job(String queue, String type);

	/**
	 * Supplies the meter of a call.
	 * @param service name of the called service
	 * @param operation what the service is asked to do
	 * @return the meter
	 */
	OperationMeter externalCall(String service, String operation);

	/**
	 * Sets the source of the jobs that are running.
	 * @param jobs collects the running jobs, which takes some microseconds
	 */
	default void runningJobs(Supplier<List<RunningJob>> jobs) {
	}

	/**
	 * Measures the length of a queue.
	 * @param queue name of the queue
	 * @param depth returns the length of the queue
	 */
	void queueDepth(String queue, IntSupplier depth);

}
