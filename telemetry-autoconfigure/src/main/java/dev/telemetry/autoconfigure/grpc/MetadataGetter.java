package dev.telemetry.autoconfigure.grpc;

import java.util.Set;

import io.grpc.Metadata;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads propagation headers of a call.
 */
final class MetadataGetter implements TextMapGetter<GrpcServerObservationContext> {

	@Override
	public Iterable<String> keys(GrpcServerObservationContext context) {
		Metadata metadata = context.getCarrier();
		return (metadata != null) ? metadata.keys() : Set.of();
	}

	@Override
	public @Nullable String get(@Nullable GrpcServerObservationContext context, String key) {
		Metadata metadata = (context != null) ? context.getCarrier() : null;
		return (metadata != null) ? metadata.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)) : null;
	}

}
