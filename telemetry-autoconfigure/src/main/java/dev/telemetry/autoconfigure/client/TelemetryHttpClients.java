package dev.telemetry.autoconfigure.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.function.Function;

/**
 * Wraps clients of the JDK, so that their calls are recorded and carry the trace. Every
 * application has a bean of this type. While calls are not recorded, it returns clients
 * unchanged. Thread safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TelemetryHttpClients {

	/**
	 * Wraps a client. The operation of a call is its HTTP method, because the JDK has no
	 * URL templates. It is {@code _OTHER} for a method that HTTP does not define.
	 * @param client the client
	 * @return a client that behaves like the given one
	 */
	default HttpClient wrap(HttpClient client) {
		return wrap(client, (request) -> CalledUrl.method(request.method()));
	}

	/**
	 * Wraps a client, with names for its calls.
	 * @param client the client
	 * @param operation returns the operation of a call, one of few values, such as
	 * <code>GET /prices/{item}</code>
	 * @return a client that behaves like the given one
	 */
	HttpClient wrap(HttpClient client, Function<? super HttpRequest, String> operation);

}
