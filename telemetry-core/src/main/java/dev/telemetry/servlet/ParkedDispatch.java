package dev.telemetry.servlet;

/**
 * Work that waits for the end of a dispatch.
 */
interface ParkedDispatch {

	/**
	 * Returns whether resuming this work ends an exchange.
	 * @param exchange the exchange
	 */
	boolean ends(ServerExchange exchange);

	/**
	 * Continues after the container is done. Never throws.
	 * @param committedNanos when the response was put on the wire, by the clock of
	 * {@link System#nanoTime()}, or {@link ContainerHook#UNKNOWN}
	 */
	void resume(long committedNanos);

}
