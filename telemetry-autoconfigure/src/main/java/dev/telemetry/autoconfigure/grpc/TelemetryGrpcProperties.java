package dev.telemetry.autoconfigure.grpc;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Calls by gRPC that this application serves.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.grpc")
public class TelemetryGrpcProperties {

	/**
	 * Whether calls by gRPC that this application serves get the span of telemetry;
	 * otherwise Spring Boot's.
	 */
	private boolean enabled = true;

	/**
	 * How spans of such calls are named: always rpc.server, or by service and method,
	 * such as shop.Orders/Place.
	 */
	private SpanName spanName = SpanName.RPC_SERVER;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public SpanName getSpanName() {
		return this.spanName;
	}

	public void setSpanName(SpanName spanName) {
		this.spanName = spanName;
	}

	/**
	 * How spans are named.
	 */
	public enum SpanName {

		/** Always {@code rpc.server}. */
		RPC_SERVER,

		/** Service and method. */
		METHOD

	}

}
