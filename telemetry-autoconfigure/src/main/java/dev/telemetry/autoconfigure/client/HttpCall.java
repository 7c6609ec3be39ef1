package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.URI;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.ExternalCallAttributes;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.record.Recording;

/**
 * Describes calls over HTTP by the stable names of OpenTelemetry, and tells which failed.
 */
final class HttpCall {

	private static final int CLIENT_ERROR = 400;

	private HttpCall() {
	}

	static void describe(Span span, String method, URI uri, @Nullable String template, int status) {
		span.setAttribute(HttpServerAttributes.REQUEST_METHOD, CalledUrl.method(method));
		if (status > 0) {
			span.setAttribute(HttpServerAttributes.RESPONSE_STATUS_CODE, status);
		}
		if (uri.getHost() != null) {
			span.setAttribute(HttpServerAttributes.SERVER_ADDRESS, uri.getHost());
			span.setAttribute(HttpServerAttributes.SERVER_PORT, CalledUrl.port(uri));
		}
		span.setAttribute(ExternalCallAttributes.URL_FULL, CalledUrl.full(uri));
		if (template != null) {
			span.setAttribute(ExternalCallAttributes.URL_TEMPLATE, template);
		}
	}

	/**
	 * Ends the recording of a call. Of an exception only its type is told: its message
	 * may have the URL with user and password, or the body of the response.
	 * @param status status of the response, or 0 if there is none
	 */
	static void end(Recording recording, int status, @Nullable Throwable error) {
		if (status >= CLIENT_ERROR) {
			recording.fail(Integer.toString(status));
		}
		else if (error != null) {
			Throwable cause = error.getCause();
			recording.fail(((cause instanceof IOException) ? cause : error).getClass().getName());
		}
		else {
			recording.succeed();
		}
	}

}
