package dev.telemetry.autoconfigure.logs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;

import dev.telemetry.autoconfigure.EarlyLogs;
import dev.telemetry.autoconfigure.LastWork;
import dev.telemetry.autoconfigure.TelemetryLogsProperties;
import dev.telemetry.autoconfigure.TrainingRun;
import dev.telemetry.decision.DecisionSource;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.HeapShare;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.HeldLogs;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogConsumer;
import dev.telemetry.logs.LogReporter;

/**
 * Connects the capture to the pipelines as soon as these exist, and ends both.
 */
final class LogExport implements InitializingBean {

	// Records below a warning are refused first when room is short.
	private static final int WARN = 13;

	private static final long SECONDS = 11;

	private final LogReporter reporter;

	private final @Nullable LogPipelines<CapturedLog> pipelines;

	private final @Nullable EarlyLogs early;

	private final @Nullable DecisionSource decisions;

	private final TelemetryLogsProperties.Held held;

	private final List<LogConsumer> others;

	/**
	 * Creates the export.
	 * @param reporter the reporter of the capture
	 * @param pipelines the pipelines, or {@code null} if nothing is exported
	 * @param early the capture from before beans existed, or {@code null}
	 * @param decisions passes on the decisions about traces if records wait for them, or
	 * {@code null}
	 * @param held limits of waiting records
	 * @param others other consumers of exported records
	 */
	LogExport(LogReporter reporter, @Nullable LogPipelines<CapturedLog> pipelines, @Nullable EarlyLogs early,
			@Nullable DecisionSource decisions, TelemetryLogsProperties.Held held, List<LogConsumer> others) {
		this.others = List.copyOf(others);
		this.decisions = decisions;
		this.held = held;
		this.reporter = reporter;
		this.pipelines = pipelines;
		this.early = early;
	}

	@Override
	public void afterPropertiesSet() {
		List<LogConsumer> consumers = new ArrayList<>(this.others);
		LogPipelines<CapturedLog> exporting = this.pipelines;
		if (exporting != null && !exporting.states().isEmpty()) {
			consumers.add(0, (log) -> exporting.accept(log, log.severity().getSeverityNumber() < WARN));
		}
		if (consumers.isEmpty() || TrainingRun.isOn()) {
			end(Duration.ZERO);
			return;
		}
		LogCapture capture = this.reporter.capture();
		LogConsumer leaving = all(consumers);
		capture.open((this.decisions != null) ? new HeldLogs(this.decisions, capture, leaving,
				this.held.getMaxRecordsPerTrace(), HeapShare.atMost(this.held.getMaxBytes().toBytes())) : leaving);
		this.reporter.attachment().attach();
		if (this.early != null) {
			this.early.opened();
		}
	}

	private static LogConsumer all(List<LogConsumer> consumers) {
		if (consumers.size() == 1) {
			return consumers.get(0);
		}
		return (log) -> {
			for (LogConsumer consumer : consumers) {
				consumer.accept(log);
			}
		};
	}

	/**
	 * Ends the export. Called last of all.
	 * @param used how much of the shutdown timeout the last spans have used
	 */
	void close(Duration used) {
		Runnable ending = () -> LastWork.run(() -> end(used));
		if (this.early != null) {
			this.early.endWith(ending);
		}
		else {
			ending.run();
		}
	}

	private void end(Duration used) {
		this.reporter.attachment().close();
		this.reporter.capture().close();
		if (this.pipelines != null) {
			this.pipelines.shutdown(used).join(SECONDS, TimeUnit.SECONDS);
		}
	}

	/**
	 * Returns the description for the line at start.
	 */
	String description(TelemetryLogsProperties properties) {
		if (this.pipelines == null || this.pipelines.states().isEmpty()) {
			return "none";
		}
		String leftTo = this.reporter.leftTo();
		if (leftTo != null) {
			return "left to " + leftTo;
		}
		Map<String, String> loggers = new TreeMap<>();
		properties.getLoggers().forEach((name, level) -> loggers.put(name, level.name().toLowerCase(Locale.ROOT)));
		String targets = this.pipelines.health().stream().map(ExporterHealth::target).collect(Collectors.joining(", "));
		return loggers + " by " + this.reporter.attachment().system() + " to " + targets;
	}

}
