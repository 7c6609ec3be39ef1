package dev.telemetry.logs;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ExporterHealth;

/**
 * State of the export of log records at one moment. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param system the logging system
 * @param loggers lowest captured severity number, by name of a logger
 * @param attachedSince since when the appender is attached, or {@code null} if it is not
 * @param putBack how often the appender was added again after it was removed
 * @param leftTo what exports the records instead, or {@code null}
 * @param captured how many records were captured
 * @param waiting how many of these wait to be passed on
 * @param leftOut how many captured records were not exported, by reason
 * @param lastFailure the last failure of the capture, or {@code null}
 * @param exporters the outcomes of the records, by exporter
 * @since 0.1.0
 */
public record LogReport(String system, Map<String, Integer> loggers, @Nullable Instant attachedSince, long putBack,
		@Nullable String leftTo, long captured, long waiting, Map<String, Long> leftOut, @Nullable String lastFailure,
		List<ExporterHealth> exporters) {

	public LogReport {
		loggers = Map.copyOf(loggers);
		leftOut = Map.copyOf(leftOut);
		exporters = List.copyOf(exporters);
	}

}
