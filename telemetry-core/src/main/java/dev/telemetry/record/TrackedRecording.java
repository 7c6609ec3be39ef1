package dev.telemetry.record;

import org.jspecify.annotations.Nullable;

/**
 * A recording as {@link OpenRecordings} and {@link RecordingScope} see it.
 */
interface TrackedRecording {

	/**
	 * Returns whether the recording has ended.
	 */
	boolean isOver();

	/**
	 * Returns whether the span of the recording is a local root.
	 */
	boolean isLocalRoot();

	/**
	 * Returns whether the recording is that of a job.
	 */
	boolean isJob();

	/**
	 * Notes that the recording has no place, or has lost it to a job.
	 */
	void displaced();

	/**
	 * Returns the current state of the job.
	 * @return the job, or {@code null} if the recording is not that of a job, or has
	 * ended
	 */
	@Nullable RunningJob runningJob();

	/**
	 * Sends a heartbeat to the backend, if this is a running job whose trace is sampled.
	 * @param leastNanos how long the job must have been running, in nanoseconds
	 */
	void beat(long leastNanos);

	/**
	 * Completes an end that was interrupted, such as by a stack overflow.
	 */
	void resumeEnd();

	/**
	 * Ends the recording because the application ends. Later calls of its code are
	 * ignored.
	 */
	void endAtShutdown();

}
