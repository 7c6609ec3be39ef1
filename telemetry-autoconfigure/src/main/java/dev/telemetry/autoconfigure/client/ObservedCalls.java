package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records HTTP calls that Spring or Micrometer observes.
 */
final class ObservedCalls implements ObservedOperation<SenderContext<?>>, CallAbove {

	private static final String CANCELLED = "cancelled";

	private final Supplier<TelemetryRecorder> recorder;

	private final ServiceNames services;

	private final Supplier<ObservationRegistry> registry;

	private final ObservedClients clients = new ObservedClients();

	ObservedCalls(Supplier<TelemetryRecorder> recorder, ServiceNames services, Supplier<ObservationRegistry> registry) {
		this.recorder = recorder;
		this.services = services;
		this.registry = registry;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return this.clients.find(context) != null;
	}

	@Override
	public @Nullable Operation operation(SenderContext<?> context) {
		CalledRequest request = client(context).request(context);
		if (request != null && parent(context.getParentObservation(), request) != null) {
			return null;
		}
		return (request != null) ? HttpCall.operation(this.recorder.get(), this.services, request)
				: this.recorder.get().externalCall(ServiceNames.UNKNOWN, ServiceNames.UNKNOWN);
	}

	@Override
	public Context below(SenderContext<?> context, Context found) {
		return client(context).below(context, found);
	}

	// An observed call in between is not recorded itself.
	@Override
	public boolean isMade(String method, URI uri) {
		CalledRequest request = new CalledRequest(method, uri, null);
		SenderContext<?> above = parent(this.registry.get().getCurrentObservation(), request);
		while (above != null && !ObservedOperation.isRecorded(above)) {
			above = parent(above.getParentObservation(), request);
		}
		return above != null;
	}

	// One client may use another one, and both may be observed.
	private @Nullable SenderContext<?> parent(@Nullable ObservationView parent, CalledRequest request) {
		if (parent == null || !(parent.getContextView() instanceof SenderContext<?> sender)) {
			return null;
		}
		ObservedClient<SenderContext<?>> client = this.clients.find(sender);
		CalledRequest above = (client != null) ? client.request(sender) : null;
		boolean same = above != null && above.method().equals(request.method()) && above.uri().equals(request.uri());
		return (same) ? sender : null;
	}

	/**
	 * Sets a header of the request, unless the value cannot be sent.
	 */
	void setHeader(@Nullable SenderContext<?> context, String name, String value) {
		if (context != null && HttpCall.isHeaderValue(value)) {
			client(context).setHeader(context, name, value);
		}
	}

	@Override
	public void end(SenderContext<?> context, Recording recording) {
		ObservedClient<SenderContext<?>> client = client(context);
		int status = client.status(context);
		recording.describe((span) -> describe(span, context, client.request(context), status));
		if (client.isCancelled(context)) {
			recording.fail(CANCELLED);
		}
		else {
			HttpCall.end(recording, status, context.getError());
		}
	}

	private ObservedClient<SenderContext<?>> client(SenderContext<?> context) {
		return Objects.requireNonNull(this.clients.find(context));
	}

	private static void describe(Span span, SenderContext<?> context, @Nullable CalledRequest request, int status) {
		if (request != null) {
			HttpCall.describe(span, request, status);
		}
		HttpCall.describe(span, context);
	}

}
