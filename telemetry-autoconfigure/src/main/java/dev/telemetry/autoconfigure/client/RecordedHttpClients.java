package dev.telemetry.autoconfigure.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.context.propagation.TextMapPropagator;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Wraps clients, and has what they need.
 *
 * @param recorder records
 * @param services names services
 * @param propagator writes the trace into headers
 * @param failures where our own failures end
 */
record RecordedHttpClients(Supplier<TelemetryRecorder> recorder, ServiceNames services,
		Supplier<TextMapPropagator> propagator, InternalFailures failures) implements TelemetryHttpClients {

	@Override
	public HttpClient wrap(HttpClient client, Function<? super HttpRequest, String> operation) {
		return new RecordedHttpClient(client, operation, this);
	}

}
