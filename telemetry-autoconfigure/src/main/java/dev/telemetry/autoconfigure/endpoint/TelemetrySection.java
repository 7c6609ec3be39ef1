package dev.telemetry.autoconfigure.endpoint;

/**
 * A section of the endpoint. Called on request threads, but seldom.
 */
interface TelemetrySection {

	/**
	 * Returns the name of the section in the answer, and in the path of the section.
	 */
	String name();

	/**
	 * Describes the present state.
	 * @return an object that can be written as JSON; names of numbers contain the unit,
	 * and no value is secret
	 */
	Object read();

}
