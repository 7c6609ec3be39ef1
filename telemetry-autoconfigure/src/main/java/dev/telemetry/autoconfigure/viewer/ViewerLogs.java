package dev.telemetry.autoconfigure.viewer;

import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

import dev.telemetry.autoconfigure.LogCaptures;
import dev.telemetry.autoconfigure.TelemetryLogsProperties;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogConsumer;
import dev.telemetry.logs.LogConversion;
import dev.telemetry.logs.MdcKeys;

/**
 * Captures the log lines of traces if log records are not exported.
 */
final class ViewerLogs implements DisposableBean {

	private final LogCapture capture;

	private final @Nullable LogAttachment attachment;

	private final LogConversion conversion;

	/**
	 * Creates a capture that is not attached yet.
	 * @param resource resource of the lines
	 * @param redaction removes what must not be shown
	 * @param failures receives failures of the capture itself
	 */
	ViewerLogs(Resource resource, UnaryOperator<LogRecordData> redaction, InternalFailures failures) {
		TelemetryLogsProperties defaults = new TelemetryLogsProperties();
		// Lines that another appender exports are shown here nevertheless.
		defaults.setAppender(TelemetryLogsProperties.Appender.ALWAYS);
		this.capture = LogCaptures.capture(defaults, failures::report);
		this.attachment = LogCaptures.attachment(defaults, this.capture);
		this.conversion = new LogConversion(this.capture, resource, new MdcKeys(List.of("*"), List.of()), List.of(),
				redaction);
	}

	/**
	 * Attaches the appender.
	 * @param consumer receives the lines
	 */
	void attach(LogConsumer consumer) {
		if (this.attachment != null) {
			this.capture.open(consumer);
			this.attachment.attach();
		}
	}

	LogRecordData convert(CapturedLog log) {
		return this.conversion.convert(log);
	}

	/**
	 * Returns whether the logging system is supported.
	 */
	boolean isAvailable() {
		return this.attachment != null;
	}

	@Override
	public void destroy() {
		if (this.attachment != null) {
			this.attachment.close();
		}
		this.capture.close();
	}

}
