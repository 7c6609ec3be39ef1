package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CancellationException;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.names.ExternalCallAttributes;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.request.RequestNames;
import dev.telemetry.request.UrlAuthority;

/**
 * Describes HTTP calls by the stable names of OpenTelemetry, and determines which calls
 * have failed.
 */
final class HttpCall {

	private static final int CLIENT_ERROR = 400;

	private static final char DELETE = 0x7f;

	/** The last character that is one byte on the wire. */
	private static final char MAX_CHARACTER = 0xff;

	/**
	 * Key-values of the conventions of clients that are attributes under other names, or
	 * that may contain secrets.
	 */
	private static final Set<String> SAID_OTHERWISE = Set.of("client.name", "error", "error.type", "exception",
			"http.method", "http.request.method", "http.response.status_code", "http.status_code", "http.url", "method",
			"outcome", "server.address", "server.port", "status", "target.host", "target.port", "target.scheme", "uri",
			"url.full", "url.path", "url.query", "url.template");

	private HttpCall() {
	}

	/**
	 * Returns the operation of a call: its method with the path of its template.
	 */
	static Operation operation(TelemetryRecorder recorder, ServiceNames services, CalledRequest request) {
		String method = CalledUrl.method(request.method());
		String path = request.template();
		return recorder.externalCall(services.of(request.uri()), (path != null) ? method + " " + path : method);
	}

	/**
	 * Writes the key-values that a convention or a filter of the application has added to
	 * the observation.
	 */
	static void describe(Span span, Observation.Context context) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
	}

	static void describe(Span span, CalledRequest request, int status) {
		URI uri = request.uri();
		String method = CalledUrl.method(request.method());
		span.setAttribute(HttpServerAttributes.REQUEST_METHOD, method);
		if (!method.equals(request.method())) {
			span.setAttribute(HttpServerAttributes.REQUEST_METHOD_ORIGINAL,
					RequestNames.originalMethod(request.method()));
		}
		if (status > 0) {
			span.setAttribute(HttpServerAttributes.RESPONSE_STATUS_CODE, status);
		}
		UrlAuthority authority = UrlAuthority.of(uri);
		String host = authority.host();
		if (host != null) {
			span.setAttribute(HttpServerAttributes.SERVER_ADDRESS, host);
			span.setAttribute(HttpServerAttributes.SERVER_PORT, authority.port(uri.getScheme()));
		}
		span.setAttribute(ExternalCallAttributes.URL_FULL, CalledUrl.full(uri));
		if (request.template() != null) {
			span.setAttribute(ExternalCallAttributes.URL_TEMPLATE, request.template());
		}
	}

	/**
	 * Returns whether a header can have a value. Baggage that Spring Boot sends in a
	 * header of its own is not encoded, and a caller may have chosen it; clients throw an
	 * exception for a value that cannot be sent.
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.5">RFC 9110, field
	 * values</a>
	 */
	static boolean isHeaderValue(String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if ((c < ' ' && c != '\t') || c == DELETE || c > MAX_CHARACTER) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Ends the recording of a call. Of an exception only its type is recorded: its
	 * message may have the URL with user and password, or the body of the response.
	 * @param status status of the response, or 0 if there is none
	 */
	static void end(Recording recording, int status, @Nullable Throwable error) {
		if (status >= CLIENT_ERROR) {
			recording.fail(Integer.toString(status));
		}
		else if (error != null) {
			boolean named = error instanceof IOException || error instanceof CancellationException;
			Throwable cause = (named) ? null : error.getCause();
			recording.fail(((cause instanceof IOException) ? cause : error).getClass().getName());
		}
		else {
			recording.succeed();
		}
	}

}
