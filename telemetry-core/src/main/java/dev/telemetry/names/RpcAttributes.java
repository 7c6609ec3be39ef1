package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of calls by gRPC, of both sides, as OpenTelemetry's own instrumentations
 * write them.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/rpc/grpc/">Semantic
 * conventions for gRPC</a>
 */
public final class RpcAttributes {

	/** {@code grpc}. */
	public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");

	/** Full name of the service, with its package. */
	public static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");

	/** Name of the method. */
	public static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");

	/** Number of the status code. */
	public static final AttributeKey<Long> STATUS_CODE = AttributeKey.longKey("rpc.grpc.status_code");

	/**
	 * Time from the start of a call that this application serves to its end, in seconds.
	 */
	public static final AttributeKey<Double> DURATION_SECONDS = AttributeKey.doubleKey("rpc.duration_seconds");

	private RpcAttributes() {
	}

}
