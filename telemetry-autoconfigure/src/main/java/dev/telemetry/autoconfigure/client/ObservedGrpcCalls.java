package dev.telemetry.autoconfigure.client;

import java.util.function.Supplier;

import io.grpc.Status;
import io.micrometer.core.instrument.binder.grpc.GrpcClientObservationContext;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.autoconfigure.observation.RpcSpans;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.RpcAttributes;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records gRPC calls that Micrometer observes. The service is the host, and the operation
 * is the full name of the method. Thread safe.
 */
final class ObservedGrpcCalls implements ObservedOperation<GrpcClientObservationContext> {

	private final Supplier<TelemetryRecorder> recorder;

	private final ServiceNames services;

	ObservedGrpcCalls(Supplier<TelemetryRecorder> recorder, ServiceNames services) {
		this.recorder = recorder;
		this.services = services;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof GrpcClientObservationContext;
	}

	@Override
	public Operation operation(GrpcClientObservationContext context) {
		String method = context.getFullMethodName();
		return this.recorder.get()
			.externalCall(this.services.ofAuthority(context.getAuthority()),
					(method != null) ? method : ServiceNames.UNKNOWN);
	}

	@Override
	public void end(GrpcClientObservationContext context, Recording recording) {
		Status.Code status = context.getStatusCode();
		recording.describe((span) -> describe(span, context, status));
		if (status == Status.Code.OK) {
			recording.succeed();
		}
		else {
			recording.fail(errorType(status, context.getError()));
		}
	}

	// Only the type of an exception is recorded, as for other calls.
	private static String errorType(Status.@Nullable Code status, @Nullable Throwable error) {
		if (status != null) {
			return status.name();
		}
		return (error != null) ? error.getClass().getName() : Status.Code.UNKNOWN.name();
	}

	private static void describe(Span span, GrpcClientObservationContext context, Status.@Nullable Code status) {
		RpcSpans.describe(span, context, context.getServiceName(), context.getMethodName());
		if (status != null) {
			span.setAttribute(RpcAttributes.STATUS_CODE, (long) status.value());
		}
		if (context.getPeerName() != null) {
			span.setAttribute(HttpServerAttributes.SERVER_ADDRESS, context.getPeerName());
		}
		Integer port = context.getPeerPort();
		if (port != null && port > 0) {
			span.setAttribute(HttpServerAttributes.SERVER_PORT, port.longValue());
		}
	}

}
