package dev.telemetry.request;

import org.jspecify.annotations.Nullable;

/**
 * What a span says of a request, as the server knows it. Read once, at the end, and only
 * for spans that are kept.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface ServerRequest {

	/**
	 * The method as it was sent.
	 * @return the method
	 */
	@Nullable String method();

	/**
	 * The path without the query.
	 * @return the path
	 */
	@Nullable String path();

	/**
	 * The scheme.
	 * @return {@code http} or {@code https}
	 */
	@Nullable String scheme();

	/**
	 * The host that the client named.
	 * @return the host
	 */
	@Nullable String serverName();

	/**
	 * The port that the client named.
	 * @return the port
	 */
	int serverPort();

	/**
	 * The header {@code User-Agent}.
	 * @return the header, or {@code null} if there is none
	 */
	@Nullable String userAgent();

	/**
	 * The address of the client.
	 * @return the address, or {@code null} if it is not known
	 */
	@Nullable String clientAddress();

}
