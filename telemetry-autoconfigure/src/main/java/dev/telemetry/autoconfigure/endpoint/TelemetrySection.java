package dev.telemetry.autoconfigure.endpoint;

/**
 * A part of what the endpoint shows. Called on threads of requests, but seldom.
 */
interface TelemetrySection {

	/**
	 * Returns the name in the answer, and in the path that shows this part alone.
	 */
	String name();

	/**
	 * Describes the present state.
	 * @return what can be written as JSON; names say the unit of a number, and nothing is
	 * a secret
	 */
	Object read();

}
