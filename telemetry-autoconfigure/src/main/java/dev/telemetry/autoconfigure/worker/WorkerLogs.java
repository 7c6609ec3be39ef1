package dev.telemetry.autoconfigure.worker;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.logs.Severity;

import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.names.LogAttributes;
import dev.telemetry.worker.TextOutput;
import dev.telemetry.worker.WorkerEvent;

/**
 * Creates log records for events of workers, at level INFO. Their loggers are named like
 * the loggers of the text output of workers. The console does not show these records.
 */
final class WorkerLogs {

	private final LogCapture capture;

	private final boolean kept;

	/**
	 * Creates the log records.
	 * @param capture takes the log records
	 * @param kept whether the log records wait for the decision about their trace, which
	 * only the span of the run identifies
	 */
	WorkerLogs(LogCapture capture, boolean kept) {
		this.capture = capture;
		this.kept = kept;
	}

	void log(WorkerEvent event) {
		this.capture.capture(TextOutput.LOGGER_PREFIX + event.pool(), Severity.INFO, Severity.INFO.name(), event,
				this::read);
	}

	private void read(WorkerEvent event, CapturedLog log) {
		log.setMessage(event.epochNanos(), null, event.name());
		log.setSpan((this.kept) ? event.run() : event.span());
		List<Object> pairs = new ArrayList<>();
		pairs.add(LogAttributes.EVENT_NAME);
		pairs.add(event.name());
		event.attributes().forEach((key, value) -> {
			pairs.add(key.getKey());
			pairs.add(value);
		});
		log.setPairs(pairs.toArray());
	}

}
