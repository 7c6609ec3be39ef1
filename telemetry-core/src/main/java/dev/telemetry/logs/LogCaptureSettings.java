package dev.telemetry.logs;

import java.util.Map;

/**
 * What is captured. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param loggers least severity number by name of a logger, as OpenTelemetry numbers
 * them; {@code root} stands for all, {@link Integer#MAX_VALUE} for none
 * @param earlyRecords how many records wait until there is something to export them
 * @param maxBodyLength longest message, in characters
 * @since 0.1.0
 */
public record LogCaptureSettings(Map<String, Integer> loggers, int earlyRecords, int maxBodyLength) {

	public LogCaptureSettings {
		loggers = Map.copyOf(loggers);
	}

}
