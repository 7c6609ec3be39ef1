package dev.telemetry.autoconfigure.client;

import java.net.URI;

/**
 * Whether a call is that of another client, which calls by the one that is asked for it,
 * and is recorded there. Thread safe.
 */
@FunctionalInterface
interface CallAbove {

	/** Nothing is. */
	CallAbove NONE = (method, uri) -> false;

	/**
	 * Returns whether a call is being made above.
	 * @param method its method
	 * @param uri its URL
	 * @return whether another client makes it on this thread
	 */
	boolean isMade(String method, URI uri);

}
