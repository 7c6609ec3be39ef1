package dev.telemetry.autoconfigure.observation;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.RpcAttributes;

/**
 * Describes calls by gRPC, of both sides.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RpcSpans {

	private static final String SYSTEM = "grpc";

	/** Of Micrometer's convention: said by attributes of the span. */
	private static final Set<String> SAID_OTHERWISE = Set.of("error", "grpc.status_code", "net.peer.name",
			"net.peer.port", "rpc.error_code", "rpc.method", "rpc.service", "rpc.type");

	private RpcSpans() {
	}

	/**
	 * Writes what a call is, and what a convention or a filter of the application has
	 * added to its observation.
	 * @param span the span
	 * @param context context of the observation
	 * @param service full name of the service, if it is known
	 * @param method name of the method, if it is known
	 */
	public static void describe(Span span, Observation.Context context, @Nullable String service,
			@Nullable String method) {
		span.setAttribute(RpcAttributes.SYSTEM, SYSTEM);
		if (service != null) {
			span.setAttribute(RpcAttributes.SERVICE, service);
		}
		if (method != null) {
			span.setAttribute(RpcAttributes.METHOD, method);
		}
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
	}

}
