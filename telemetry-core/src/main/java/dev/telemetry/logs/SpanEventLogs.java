package dev.telemetry.logs;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.LogAttributes;

/**
 * Converts the events of kept spans to log records, whatever code has added them.
 * OpenTelemetry has deprecated events on spans in favour of log records with an event
 * name. An exception has the severity of an error if its span has failed, and otherwise
 * that of a warning. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/">
 * Semantic conventions for exceptions in logs</a>
 */
public final class SpanEventLogs {

	private final LogCapture capture;

	private final LogConsumer leaving;

	/**
	 * Creates an instance.
	 * @param capture counts the records
	 * @param leaving receives the records
	 */
	public SpanEventLogs(LogCapture capture, LogConsumer leaving) {
		this.capture = capture;
		this.leaving = leaving;
	}

	/**
	 * Creates a record for each event of a span. Never throws.
	 * @param span a span that has ended and is kept
	 */
	public void accept(ReadableSpan span) {
		try {
			SpanData data = span.toSpanData();
			List<EventData> events = data.getEvents();
			for (int i = 0; i < events.size(); i++) {
				this.capture.take(record(data, events.get(i)), this.leaving);
			}
		}
		catch (Throwable ex) {
			this.capture.report("making log records of events", ex);
		}
	}

	private static CapturedLog record(SpanData span, EventData event) {
		Severity severity = severity(span, event.getName());
		CapturedLog log = new CapturedLog(span.getInstrumentationScopeInfo().getName(), severity, severity.name());
		log.setMessage(event.getEpochNanos(), null, body(event));
		log.setEvent(event.getName(), event.getAttributes());
		log.setSpan(span.getSpanContext());
		log.markSampled();
		return log;
	}

	private static Severity severity(SpanData span, String name) {
		return switch (name) {
			case LogAttributes.EXCEPTION_EVENT ->
				(span.getStatus().getStatusCode() == StatusCode.ERROR) ? Severity.ERROR : Severity.WARN;
			case HttpServerAttributes.SLOW_STACK_EVENT -> Severity.WARN;
			default -> Severity.INFO;
		};
	}

	// Returns the text that a list of log lines shows for the event.
	private static String body(EventData event) {
		Attributes attributes = event.getAttributes();
		String type = attributes.get(LogAttributes.EXCEPTION_TYPE);
		if (type == null) {
			return event.getName();
		}
		String message = attributes.get(LogAttributes.EXCEPTION_MESSAGE);
		return (message != null) ? type + ": " + message : type;
	}

}
