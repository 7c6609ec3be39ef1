package dev.telemetry.export.otlp;

/**
 * The supported wire protocols of OTLP.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OpenTelemetry Protocol</a>
 */
public enum OtlpProtocol {

	/** Unary gRPC calls, by default on port 4317. */
	GRPC,

	/** Binary Protobuf by HTTP POST, by default on port 4318. */
	HTTP

}
