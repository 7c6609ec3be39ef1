package dev.telemetry.servlet;

/**
 * State of a container's answer to a request when the exchange ends.
 */
enum Answer {

	/** An error status may still become an error page, which may change it. */
	OPEN,

	/** An exception is on its way to the container, which will answer it. */
	FAILING,

	/**
	 * The container received an exception and is done. It has answered, or code around it
	 * has caught the exception.
	 */
	RETURNED,

	/** The status will not change any more. */
	DONE

}
