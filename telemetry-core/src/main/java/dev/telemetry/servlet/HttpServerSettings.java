package dev.telemetry.servlet;

import java.util.List;

/**
 * How requests are observed. Immutable.
 *
 * @param conventions which attribute names spans get
 * @param spanName how spans are named
 * @param clientAddress whether spans name the client's address
 * @param excludedPaths path prefixes below the context path that are measured but never
 * traced, such as {@code /actuator}; a prefix ends at a path segment
 */
public record HttpServerSettings(Conventions conventions, SpanName spanName, boolean clientAddress,
		List<String> excludedPaths) {

	public HttpServerSettings {
		excludedPaths = List.copyOf(excludedPaths);
	}

	/**
	 * Which attribute names spans get.
	 */
	public enum Conventions {

		/** The product's own names and the stable OpenTelemetry names. */
		BOTH,

		/** Only the stable OpenTelemetry names. */
		STABLE

	}

	/**
	 * How spans are named.
	 */
	public enum SpanName {

		/** Always {@code http.server}. */
		HTTP_SERVER,

		/** Method and route, such as {@code GET /orders/{id}}. */
		ROUTE

	}

}
