package dev.telemetry.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;

import dev.telemetry.logs.LogReport;
import dev.telemetry.logs.LogReporter;

/**
 * What is captured of the application's log. What became of it, the exporters say.
 *
 * @param reporter knows it
 * @param overrides what was changed at run time
 */
record LogsSection(LogReporter reporter, Overrides overrides) implements TelemetrySection {

	@Override
	public String name() {
		return "logs";
	}

	@Override
	public Object read() {
		LogReport report = this.reporter.report();
		return new State(report.system(), levels(this.reporter.capture().rules().base().rules()),
				levels(report.loggers()), this.overrides.active(LoggerSettings.PREFIX).toList(), report.attachedSince(),
				report.putBack(), report.leftTo(), report.captured(), report.waiting(), new TreeMap<>(report.leftOut()),
				report.lastFailure());
	}

	private static Map<String, String> levels(Map<String, Integer> severities) {
		Map<String, String> levels = new TreeMap<>();
		severities.forEach((logger, severity) -> levels.put(logger, level(severity)));
		return levels;
	}

	private static String level(int number) {
		for (Severity severity : Severity.values()) {
			if (severity.getSeverityNumber() == number) {
				return severity.name().toLowerCase(Locale.ROOT);
			}
		}
		return "off";
	}

	/**
	 * How the capture is.
	 *
	 * @param system the logging system
	 * @param configuredLoggers from which level on the records of a logger are captured
	 * as configured
	 * @param loggers the same as it holds now
	 * @param overrides what was changed, by whom and until when
	 * @param attachedSince since when the appender is attached, if it is
	 * @param putBack how often it was put back
	 * @param leftTo what has the records instead, if anything has
	 * @param captured how many records were captured
	 * @param waiting how many of them wait for the start of the exporters, or for their
	 * trace
	 * @param leftOut how many were wanted and are not exported, by reason
	 * @param lastFailure what went wrong last, if anything did
	 */
	record State(String system, Map<String, String> configuredLoggers, Map<String, String> loggers,
			List<ActiveOverride> overrides, @Nullable Instant attachedSince, long putBack, @Nullable String leftTo,
			long captured, long waiting, Map<String, Long> leftOut, @Nullable String lastFailure) {
	}

}
