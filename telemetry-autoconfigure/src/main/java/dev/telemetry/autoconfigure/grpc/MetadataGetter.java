package dev.telemetry.autoconfigure.grpc;

import java.util.Collections;
import java.util.Iterator;
import java.util.Set;

import io.grpc.Metadata;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the propagation headers of a call.
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
		Metadata.Key<String> name = (metadata != null) ? name(key) : null;
		return (metadata != null && name != null) ? metadata.get(name) : null;
	}

	// Returns each line of a repeated header.
	@Override
	public Iterator<String> getAll(@Nullable GrpcServerObservationContext context, String key) {
		Metadata metadata = (context != null) ? context.getCarrier() : null;
		Metadata.Key<String> name = (metadata != null) ? name(key) : null;
		Iterable<String> values = (metadata != null && name != null) ? metadata.getAll(name) : null;
		return (values != null) ? values.iterator() : Collections.emptyIterator();
	}

	// A client may choose a name that is invalid for text: names of binary headers
	// end in -bin.
	private static Metadata.@Nullable Key<String> name(String key) {
		try {
			return Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
