package dev.telemetry.request;

import java.util.List;
import java.util.Set;

import dev.telemetry.control.Adjustable;

/**
 * Settings for the observation of requests. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param conventions which attribute names spans get
 * @param spanName how spans are named
 * @param clientAddress whether spans name the client's address
 * @param untracedPaths path prefixes below the context path that are measured but not
 * traced, such as {@code /actuator}; a prefix ends at a path segment
 * @param responseHeaders which headers of a response have the ids of the span
 * @param pathRules how requests for some paths are sampled; may change at run time
 * @param requestAttributes whether requests have the ids of their spans as the attributes
 * {@code trace_id} and {@code span_id}, which the access log of a container can show
 * @since 0.1.0
 */
public record HttpServerSettings(Conventions conventions, SpanName spanName, boolean clientAddress,
		List<String> untracedPaths, Set<ResponseHeader> responseHeaders, Adjustable<PathRules> pathRules,
		boolean requestAttributes) {

	public HttpServerSettings {
		untracedPaths = List.copyOf(untracedPaths);
		responseHeaders = Set.copyOf(responseHeaders);
	}

	/**
	 * Creates settings without response headers and without rules for paths.
	 * @param conventions which attribute names spans get
	 * @param spanName how spans are named
	 * @param clientAddress whether spans name the client's address
	 * @param untracedPaths path prefixes that are measured but not traced
	 */
	public HttpServerSettings(Conventions conventions, SpanName spanName, boolean clientAddress,
			List<String> untracedPaths) {
		this(conventions, spanName, clientAddress, untracedPaths, Set.of(), new Adjustable<>(PathRules.NONE), false);
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

		/** {@code traceresponse}, as drafted by W3C Trace Context Level 2. */
		TRACERESPONSE,

		/** {@code Server-Timing}, which browsers show and scripts can read. */
		SERVER_TIMING

	}

}
