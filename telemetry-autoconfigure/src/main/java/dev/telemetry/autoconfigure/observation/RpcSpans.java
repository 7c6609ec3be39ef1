package dev.telemetry.autoconfigure.observation;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.RpcAttributes;

/**
 * Writes the attributes of gRPC calls, for client and server.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RpcSpans {

	private static final String SYSTEM = "grpc";

	/**
	 * Key-values of Micrometer's convention that are attributes of the span under other
	 * names.
	 */
	private static final Set<String> SAID_OTHERWISE = Set.of("error", "grpc.status_code", "net.peer.name",
			"net.peer.port", "rpc.error_code", "rpc.method", "rpc.service", "rpc.type");

	private RpcSpans() {
	}

	/**
	 * Writes the attributes of a call, and the key-values that a convention or a filter
	 * of the application has added to its observation.
	 * @param span the span
	 * @param context context of the observation
	 * @param service full name of the service, or {@code null} if it is unknown
	 * @param method name of the method, or {@code null} if it is unknown
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
