package dev.telemetry.servlet;

/**
 * How the error of a request became known.
 */
enum ErrorSource {

	/** An exception left the handler. */
	THROWN,

	/** Code named it, so that it counts in any case. */
	REPORTED,

	/** The container noticed it, on the connection or while it wrote a page. */
	CONTAINER

}
