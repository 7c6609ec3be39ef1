package dev.telemetry.logs;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ExporterHealth;

/**
 * How the export of log records is at a moment. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param system the logging system
 * @param loggers what is captured: least severity number by name of a logger
 * @param attachedSince since when the appender is attached, or {@code null} if it is not
 * @param putBack how often it was put back
 * @param leftTo what has the records instead, or {@code null}
 * @param captured how many records were captured
 * @param waiting how many of them wait to be handed on
 * @param leftOut how many were wanted and are not exported, by reason
 * @param lastFailure what went wrong last while capturing, or {@code null}
 * @param exporters what became of the records, by exporter
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
