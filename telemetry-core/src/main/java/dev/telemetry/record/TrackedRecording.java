package dev.telemetry.record;

import org.jspecify.annotations.Nullable;

/**
 * A recording as those see it that only care for whether it has ended.
 */
interface TrackedRecording {

	/**
	 * Whether it has ended.
	 */
	boolean isOver();

	/**
	 * Whether its span is a local root.
	 */
	boolean isLocalRoot();

	/**
	 * Whether it is a job.
	 */
	boolean isJob();

	/**
	 * Notes that it has to give up its place.
	 */
	void displaced();

	/**
	 * The job as it is now.
	 * @return the job, or {@code null} if it is none, or over
	 */
	@Nullable RunningJob runningJob();

	/**
	 * Tells the backend that it goes on, if it is a job whose trace is certain to be
	 * kept.
	 * @param leastNanos how long it has to have been running, in nanoseconds
	 */
	void beat(long leastNanos);

	/**
	 * Completes an end that was interrupted, such as by a stack overflow.
	 */
	void resumeEnd();

	/**
	 * Ends it because the application ends. What its code does with it later is ignored.
	 */
	void endAtShutdown();

}
