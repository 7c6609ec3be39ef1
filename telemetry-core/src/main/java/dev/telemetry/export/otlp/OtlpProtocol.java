package dev.telemetry.export.otlp;

/**
 * The wire protocols of OTLP that the product speaks.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OpenTelemetry Protocol</a>
 */
public enum OtlpProtocol {

	/** Unary gRPC calls, by default on port 4317. */
	GRPC,

	/** Binary Protobuf by HTTP POST, by default on port 4318. */
	HTTP

}
