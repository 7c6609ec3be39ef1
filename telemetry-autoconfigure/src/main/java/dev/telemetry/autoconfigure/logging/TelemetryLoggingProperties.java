package dev.telemetry.autoconfigure.logging;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Trace ids in log lines.
 */
@ConfigurationProperties("telemetry.logging")
public class TelemetryLoggingProperties {

	/**
	 * Keys of the ids in the logging context: trace_id and span_id (snake), traceId and
	 * spanId as Spring Boot has them (boot), or both.
	 */
	private Keys keys = Keys.SNAKE;

	public Keys getKeys() {
		return this.keys;
	}

	public void setKeys(Keys keys) {
		this.keys = keys;
	}

	/**
	 * A set of keys.
	 */
	public enum Keys {

		/** The names trace_id and span_id. */
		SNAKE,

		/** The names traceId and spanId. */
		BOOT,

		/** All four names. */
		BOTH

	}

}
