package dev.telemetry.autoconfigure.grpc;

import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedExchange;

/**
 * One gRPC call to this application. Thread safe.
 */
final class GrpcExchange extends ObservedExchange<GrpcOutcome> {

	private final boolean streaming;

	GrpcExchange(Context context, boolean streaming, long startNanos, long startEpochNanos) {
		super(context, startNanos, startEpochNanos);
		this.streaming = streaming;
	}

	/**
	 * Returns the exchange that was noted for an observation.
	 * @return the exchange, or {@code null} if telemetry does not trace the call
	 */
	static @Nullable GrpcExchange of(GrpcServerObservationContext context) {
		return context.get(GrpcExchange.class);
	}

	@Override
	public boolean isStreaming() {
		return this.streaming;
	}

}
