package dev.telemetry.servlet;

/**
 * How far a container is with the answer to a request when its exchange ends.
 */
enum Answer {

	/** An error status may still become an error page, which may change it. */
	OPEN,

	/** An exception is on its way to the container, which will answer it. */
	FAILING,

	/**
	 * The container, which got an exception, is done. It has answered, or code around it
	 * has caught the exception.
	 */
	RETURNED,

	/** The status will not change any more. */
	DONE

}
