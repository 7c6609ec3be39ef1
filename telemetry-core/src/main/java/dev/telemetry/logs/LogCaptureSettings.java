package dev.telemetry.logs;

import java.util.Map;

/**
 * Settings of the capture of log records. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param loggers lowest captured severity number of OpenTelemetry, by name of a logger;
 * the name {@code root} stands for all loggers, and the number {@link Integer#MAX_VALUE}
 * captures nothing
 * @param earlyRecords how many records wait until an exporter is ready
 * @param maxBodyLength longest message, in characters
 * @since 0.1.0
 */
public record LogCaptureSettings(Map<String, Integer> loggers, int earlyRecords, int maxBodyLength) {

	public LogCaptureSettings {
		loggers = Map.copyOf(loggers);
	}

}
