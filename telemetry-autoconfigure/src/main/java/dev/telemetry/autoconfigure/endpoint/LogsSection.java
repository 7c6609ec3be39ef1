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
 * The section about the capture of log records. Their outcomes are in the section of the
 * exporters.
 *
 * @param reporter reports the state of the capture
 * @param overrides the changes at run time
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
	 * State of the capture.
	 *
	 * @param system the logging system
	 * @param configuredLoggers the configured lowest captured level, by logger
	 * @param loggers the lowest captured level in force, by logger
	 * @param overrides the changes, with who made them and until when
	 * @param attachedSince since when the appender is attached, if it is
	 * @param putBack how often the appender was added again after it was removed
	 * @param leftTo what exports the records instead, if anything does
	 * @param captured how many records were captured
	 * @param waiting how many of these wait for the start of the exporters, or for their
	 * trace
	 * @param leftOut how many captured records were not exported, by reason
	 * @param lastFailure the last failure, if there was any
	 */
	record State(String system, Map<String, String> configuredLoggers, Map<String, String> loggers,
			List<ActiveOverride> overrides, @Nullable Instant attachedSince, long putBack, @Nullable String leftTo,
			long captured, long waiting, Map<String, Long> leftOut, @Nullable String lastFailure) {
	}

}
