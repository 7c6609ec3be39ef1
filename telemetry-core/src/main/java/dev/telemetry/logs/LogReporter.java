package dev.telemetry.logs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ExporterHealth;

/**
 * Reports the state of the export of log records: what is captured, where it is sent,
 * since when the appender is attached, what was lost, and what failed last. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogReporter {

	private static final String OTHER_APPLICATION = "another application in this JVM";

	private final LogCapture capture;

	private final LogAttachment attachment;

	private final Supplier<List<ExporterHealth>> exporters;

	/**
	 * Creates a reporter.
	 * @param capture captures the records
	 * @param attachment attaches the appender
	 * @param exporters supplies the states of the exporters
	 */
	public LogReporter(LogCapture capture, LogAttachment attachment, Supplier<List<ExporterHealth>> exporters) {
		this.capture = capture;
		this.attachment = attachment;
		this.exporters = exporters;
	}

	/**
	 * Returns the capture.
	 * @return the capture
	 */
	public LogCapture capture() {
		return this.capture;
	}

	/**
	 * Returns the attachment of the appender.
	 * @return the attachment
	 */
	public LogAttachment attachment() {
		return this.attachment;
	}

	/**
	 * Returns the current state.
	 * @return the state
	 */
	public LogReport report() {
		Map<String, Long> leftOut = new TreeMap<>();
		for (LeftOut reason : LeftOut.values()) {
			leftOut.put(reason.text(), this.capture.leftOut(reason));
		}
		return new LogReport(this.attachment.system(), this.capture.rules().current().rules(), this.attachment.since(),
				this.attachment.putBack(), leftTo(), this.capture.captured(), this.capture.waiting(), leftOut,
				this.capture.lastFailure(), this.exporters.get());
	}

	/**
	 * Returns what exports the records instead of this application.
	 * @return a description for people, or {@code null} if this application exports them
	 */
	public @Nullable String leftTo() {
		String foreign = this.attachment.foreignAppender();
		if (foreign != null) {
			return foreign;
		}
		return (this.attachment.isWaiting()) ? OTHER_APPLICATION : null;
	}

	@Override
	public String toString() {
		return report().toString();
	}

}
