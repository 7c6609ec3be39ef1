package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Calls of {@code WebClient}, as Spring observes them: up to the head of the response.
 */
final class ObservedWebClientCalls implements ObservedOperation<ClientRequestObservationContext> {

	/** Where a request has its template before the observation has. */
	private static final String TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final String CANCELLED = "cancelled";

	private final Supplier<TelemetryRecorder> recorder;

	private final ServiceNames services;

	ObservedWebClientCalls(Supplier<TelemetryRecorder> recorder, ServiceNames services) {
		this.recorder = recorder;
		this.services = services;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ClientRequestObservationContext;
	}

	@Override
	public @Nullable Operation operation(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		if (request == null) {
			return this.recorder.get().externalCall(ServiceNames.UNKNOWN, ServiceNames.UNKNOWN);
		}
		return HttpCall.operation(this.recorder.get(), this.services, request.method().name(), request.url(),
				template(context, request));
	}

	private static @Nullable String template(ClientRequestObservationContext context, ClientRequest request) {
		String known = context.getUriTemplate();
		return (known == null && request.attributes().get(TEMPLATE) instanceof String template) ? template : known;
	}

	@Override
	public void end(ClientRequestObservationContext context, Recording recording) {
		ClientResponse response = context.getResponse();
		int status = (response != null) ? response.statusCode().value() : 0;
		recording.describe((span) -> describe(span, context, status));
		if (context.isAborted()) {
			recording.fail(CANCELLED);
		}
		else {
			HttpCall.end(recording, status, context.getError());
		}
	}

	private static void describe(Span span, ClientRequestObservationContext context, int status) {
		ClientRequest request = context.getRequest();
		if (request != null) {
			URI uri = request.url();
			HttpCall.describe(span, request.method().name(), uri, CalledUrl.path(template(context, request)), status);
		}
		HttpCall.describe(span, context);
	}

}
