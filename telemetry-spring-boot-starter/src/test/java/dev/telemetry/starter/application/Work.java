package dev.telemetry.starter.application;

/**
 * What an application does instead of serving requests.
 */
@FunctionalInterface
interface Work {

	void run(String marker);

}
