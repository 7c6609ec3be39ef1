package dev.telemetry.record;

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
	 * Completes an end that was interrupted, such as by a stack overflow.
	 */
	void resumeEnd();

	/**
	 * Ends it because the application ends. What its code does with it later is ignored.
	 */
	void endAtShutdown();

}
