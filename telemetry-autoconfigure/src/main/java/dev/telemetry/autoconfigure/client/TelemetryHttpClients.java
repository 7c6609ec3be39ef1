package dev.telemetry.autoconfigure.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import dev.telemetry.record.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Wraps clients of the JDK, so that their calls are recorded and carry the trace. A bean
 * of every application: while calls are not recorded, it returns clients as they are.
 * Thread safe.
 */
public final class TelemetryHttpClients {

	static final TelemetryHttpClients NOOP = new TelemetryHttpClients(null);

	private final @Nullable Tools tools;

	private TelemetryHttpClients(@Nullable Tools tools) {
		this.tools = tools;
	}

	static TelemetryHttpClients recording(Supplier<TelemetryRecorder> recorder, ServiceNames services,
			Supplier<TextMapPropagator> propagator, InternalFailures failures) {
		return new TelemetryHttpClients(new Tools(recorder, services, propagator, failures));
	}

	/**
	 * Wraps a client. The operation of a call is its method, because the JDK knows no
	 * templates.
	 * @param client the client
	 * @return a client like that one
	 */
	public HttpClient wrap(HttpClient client) {
		return wrap(client, HttpRequest::method);
	}

	/**
	 * Wraps a client whose calls have names.
	 * @param client the client
	 * @param operation names a call by one of few values, such as
	 * <code>GET /prices/{item}</code>
	 * @return a client like that one
	 */
	public HttpClient wrap(HttpClient client, Function<? super HttpRequest, String> operation) {
		return (this.tools != null) ? new RecordedHttpClient(client, operation, this.tools) : client;
	}

	/**
	 * What clients need.
	 *
	 * @param recorder records
	 * @param services names services
	 * @param propagator writes the trace into headers
	 * @param failures where our own failures end
	 */
	record Tools(Supplier<TelemetryRecorder> recorder, ServiceNames services, Supplier<TextMapPropagator> propagator,
			InternalFailures failures) {

	}

}
