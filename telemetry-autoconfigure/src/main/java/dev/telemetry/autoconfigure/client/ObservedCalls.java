package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Calls of {@code RestClient} and {@code RestTemplate}, as Spring observes them.
 */
final class ObservedCalls implements ObservedOperation<ClientRequestObservationContext> {

	/** Of the default convention: said in other words, or with secrets. */
	private static final Set<String> SAID_OTHERWISE = Set.of("client.name", "error", "exception", "http.url", "method",
			"outcome", "status", "uri");

	private final Supplier<TelemetryRecorder> recorder;

	private final ServiceNames services;

	ObservedCalls(Supplier<TelemetryRecorder> recorder, ServiceNames services) {
		this.recorder = recorder;
		this.services = services;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ClientRequestObservationContext;
	}

	@Override
	public @Nullable Operation operation(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		if (request == null) {
			return this.recorder.get().externalCall("unknown", "unknown");
		}
		String method = CalledUrl.method(request.getMethod().name());
		String template = CalledUrl.path(context.getUriTemplate());
		return this.recorder.get()
			.externalCall(this.services.of(request.getURI()), (template != null) ? method + " " + template : method);
	}

	@Override
	public void end(ClientRequestObservationContext context, Recording recording) {
		int status = status(context.getResponse());
		recording.describe((span) -> describe(span, context, status));
		HttpCall.end(recording, status, context.getError());
	}

	private static int status(@Nullable ClientHttpResponse response) {
		try {
			return (response != null) ? response.getStatusCode().value() : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static void describe(Span span, ClientRequestObservationContext context, int status) {
		ClientHttpRequest request = context.getCarrier();
		if (request != null) {
			URI uri = request.getURI();
			HttpCall.describe(span, request.getMethod().name(), uri, CalledUrl.path(context.getUriTemplate()), status);
		}
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
	}

}
