package dev.telemetry.autoconfigure.client;

import java.net.URI;

/**
 * Tells whether a call is made on behalf of another client that already records it.
 * Thread safe.
 */
@FunctionalInterface
interface CallAbove {

	/** No call is. */
	CallAbove NONE = (method, uri) -> false;

	/**
	 * Returns whether another client is already recording a call.
	 * @param method method of the call
	 * @param uri the URL of the call
	 * @return whether another client is making the call on this thread
	 */
	boolean isMade(String method, URI uri);

}
