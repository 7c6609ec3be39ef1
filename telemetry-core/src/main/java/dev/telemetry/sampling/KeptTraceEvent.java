package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.HttpServerAttributes;

/**
 * Event of Java's Flight Recorder at the end of the local root of a kept trace. It leads
 * from the trace to what the recording has of the same time. Without a recording, no
 * event is created.
 */
@Name(KeptTraceEvent.NAME)
@Label("Kept Trace")
@Category("Telemetry")
@Description("The end of the local root of a trace that is exported")
@StackTrace(false)
final class KeptTraceEvent extends Event {

	static final String NAME = "dev.telemetry.KeptTrace";

	@Label("Trace Id")
	String traceId;

	@Label("Span Id")
	String spanId;

	@Label("Span Name")
	String spanName;

	@Label("Route")
	@Nullable String route;

	@Label("Reason")
	@Nullable String reason;

	@Label("Span Duration")
	@Timespan(Timespan.NANOSECONDS)
	long spanDuration;

	/**
	 * Describes a root that has ended.
	 */
	KeptTraceEvent(ReadableSpan root, @Nullable String reason) {
		this.traceId = root.getSpanContext().getTraceId();
		this.spanId = root.getSpanContext().getSpanId();
		this.spanName = root.getName();
		this.route = root.getAttribute(HttpServerAttributes.ROUTE);
		this.reason = reason;
		this.spanDuration = root.getLatencyNanos();
	}

}
