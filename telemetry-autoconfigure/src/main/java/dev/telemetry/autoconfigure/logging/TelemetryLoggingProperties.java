package dev.telemetry.autoconfigure.logging;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Trace ids in log lines.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.logging")
public class TelemetryLoggingProperties {

	/**
	 * Keys of the ids in the logging context: trace_id and span_id (snake), traceId and
	 * spanId as Spring Boot has them (boot), both, or trace.id and span.id as Elastic
	 * Common Schema has them (ecs). Cannot be set in a @PropertySource.
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

		/** The names of snake and of boot. */
		BOTH,

		/** The names trace.id and span.id. */
		ECS

	}

}
