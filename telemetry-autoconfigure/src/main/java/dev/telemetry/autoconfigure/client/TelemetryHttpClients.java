package dev.telemetry.autoconfigure.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.function.Function;

/**
 * Wraps clients of the JDK, so that their calls are recorded and carry the trace. A bean
 * of every application: while calls are not recorded, it returns clients as they are.
 * Thread safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TelemetryHttpClients {

	/**
	 * Wraps a client. The operation of a call is its method, because the JDK knows no
	 * templates.
	 * @param client the client
	 * @return a client like that one
	 */
	default HttpClient wrap(HttpClient client) {
		return wrap(client, HttpRequest::method);
	}

	/**
	 * Wraps a client whose calls have names.
	 * @param client the client
	 * @param operation names a call by one of few values, such as
	 * <code>GET /prices/{item}</code>
	 * @return a client like that one
	 */
	HttpClient wrap(HttpClient client, Function<? super HttpRequest, String> operation);

}
