package dev.telemetry.servlet;

/**
 * Source of the error of a request.
 */
enum ErrorSource {

	/** An exception left the handler. */
	THROWN,

	/** Code reported the error, so that it counts in any case. */
	REPORTED,

	/** The container noticed the error, on the connection or while it wrote a page. */
	CONTAINER

}
