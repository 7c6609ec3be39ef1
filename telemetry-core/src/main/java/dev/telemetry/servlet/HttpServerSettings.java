package dev.telemetry.servlet;

import java.util.List;
import java.util.Set;

/**
 * How requests are observed. Immutable.
 *
 * @param conventions which attribute names spans get
 * @param spanName how spans are named
 * @param clientAddress whether spans name the client's address
 * @param excludedPaths path prefixes below the context path that are measured but never
 * traced, such as {@code /actuator}; a prefix ends at a path segment
 * @param responseHeaders which headers of a response have the ids of its span
 * @param sampledPaths how requests for some paths are sampled; the first that matches
 * counts
 */
public record HttpServerSettings(Conventions conventions, SpanName spanName, boolean clientAddress,
		List<String> excludedPaths, Set<ResponseHeader> responseHeaders, List<PathSampling> sampledPaths) {

	public HttpServerSettings {
		excludedPaths = List.copyOf(excludedPaths);
		responseHeaders = Set.copyOf(responseHeaders);
		sampledPaths = List.copyOf(sampledPaths);
	}

	/**
	 * Creates settings without a header for responses, and alike for all paths.
	 * @param conventions which attribute names spans get
	 * @param spanName how spans are named
	 * @param clientAddress whether spans name the client's address
	 * @param excludedPaths path prefixes that are measured but never traced
	 */
	public HttpServerSettings(Conventions conventions, SpanName spanName, boolean clientAddress,
			List<String> excludedPaths) {
		this(conventions, spanName, clientAddress, excludedPaths, Set.of(), List.of());
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

	/**
	 * A header of a response that has the ids of its span.
	 */
	public enum ResponseHeader {

		/** As W3C Trace Context Level 2 drafted it. */
		TRACERESPONSE,

		/** {@code Server-Timing}, which browsers show and scripts can read. */
		SERVER_TIMING

	}

}
