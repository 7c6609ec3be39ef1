package dev.telemetry.test;

/**
 * Where transports hand over what they read. Never waits.
 */
interface Intake {

	/**
	 * Takes a request that will be answered through {@code reply}, now or later.
	 * @param request the request
	 * @param reply the way back
	 */
	void received(ReceivedRequest request, Reply reply);

	/**
	 * Takes note of a request that is not OTLP and that the transport has answered
	 * itself.
	 * @param request the request, without spans
	 */
	void unreadable(ReceivedRequest request);

}
