package dev.telemetry.request;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a request that its span describes. Read once, at the end, and only
 * for spans that are kept.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface ServerRequest {

	/**
	 * Returns the method as it was sent.
	 * @return the method
	 */
	@Nullable String method();

	/**
	 * Returns the path without the query.
	 * @return the path
	 */
	@Nullable String path();

	/**
	 * Returns the scheme.
	 * @return {@code http} or {@code https}
	 */
	@Nullable String scheme();

	/**
	 * Returns the host that the client named.
	 * @return the host
	 */
	@Nullable String serverName();

	/**
	 * Returns the port that the client named.
	 * @return the port
	 */
	int serverPort();

	/**
	 * Returns the header {@code User-Agent}.
	 * @return the header, or {@code null} if there is none
	 */
	@Nullable String userAgent();

	/**
	 * Returns the address of the client.
	 * @return the address, or {@code null} if it is not known
	 */
	@Nullable String clientAddress();

}
