package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

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
			return this.recorder.get().externalCall(ServiceNames.UNKNOWN, ServiceNames.UNKNOWN);
		}
		return HttpCall.operation(this.recorder.get(), this.services, request.getMethod().name(), request.getURI(),
				context.getUriTemplate());
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
		HttpCall.describe(span, context);
	}

}
