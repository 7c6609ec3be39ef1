package dev.telemetry.worker;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.health.SpanCopy;

/**
 * The trace of a worker. Its spans and events are put below its own span, or into another
 * trace that is open in this process. Thread safe if the adopter is.
 */
final class WorkerTrace {

	private final Span run;

	private final boolean recorded;

	private final @Nullable SpanAdopter adopter;

	private final RootDecider decider;

	private final Resource resource;

	/**
	 * Creates a trace.
	 * @param run the span of the worker, invalid if there is none
	 * @param adopter takes spans, or {@code null} if no spans are recorded
	 */
	WorkerTrace(Span run, @Nullable SpanAdopter adopter, RootDecider decider, Resource resource) {
		this.run = run;
		this.recorded = adopter != null && run.isRecording();
		this.adopter = adopter;
		this.decider = decider;
		this.resource = resource;
	}

	/**
	 * Returns whether spans and events become part of a trace.
	 */
	boolean isRecorded() {
		return this.recorded;
	}

	/**
	 * Returns the trace of a line, which need not name it.
	 * @return the id, or {@code null} if the line names an unknown trace
	 */
	@Nullable String traceOf(String claimed) {
		String own = (this.run.getSpanContext().isValid()) ? this.run.getSpanContext().getTraceId() : "";
		if (claimed.isEmpty() || claimed.equals(own)) {
			return own;
		}
		return (own.isEmpty() || (this.adopter != null && this.adopter.isOpen(claimed))) ? claimed : null;
	}

	/**
	 * Returns whether an id is that of the span of the worker itself, or empty.
	 */
	boolean isRun(String spanId) {
		return spanId.isEmpty() || spanId.equals(this.run.getSpanContext().getSpanId());
	}

	SpanContext runContext() {
		return this.run.getSpanContext();
	}

	/**
	 * Marks the trace as failed, before its root is over.
	 */
	void markFailed() {
		this.decider.markFailed(this.run.getSpanContext());
	}

	/**
	 * Adds an event to the span of the worker.
	 */
	void event(String name, Attributes attributes, long epochNanos) {
		this.run.addEvent(name, attributes, epochNanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Returns the context of a span of the worker.
	 */
	SpanContext contextOf(String traceId, String spanId) {
		return isOwn(traceId) ? SpanContext.create(traceId, spanId, flags(), this.run.getSpanContext().getTraceState())
				: SpanContext.create(traceId, spanId, TraceFlags.getDefault(), TraceState.getDefault());
	}

	/**
	 * Returns whether a trace is that of the worker.
	 */
	boolean isOwn(String traceId) {
		return traceId.equals(this.run.getSpanContext().getTraceId());
	}

	private TraceFlags flags() {
		return this.run.getSpanContext().getTraceFlags();
	}

	/**
	 * Takes a span that has ended.
	 * @param parentId id of the parent; if empty, the span is put below that of the
	 * worker
	 */
	LineFate adopt(String traceId, String spanId, String parentId, WorkerSpan ended, List<EventData> events) {
		SpanAdopter taking = this.adopter;
		if (taking == null) {
			return LineFate.NOT_RECORDED;
		}
		if (isRun(spanId) || spanId.equals(parentId)) {
			return LineFate.DUPLICATE_SPAN;
		}
		SpanContext parent = parent(traceId, parentId);
		if (parent == null) {
			return LineFate.UNKNOWN_TRACE;
		}
		SpanContext owner = (isOwn(traceId)) ? this.run.getSpanContext() : remote(parent);
		if (ended.status().getStatusCode() == StatusCode.ERROR) {
			this.decider.markFailed(owner);
		}
		SpanCopy span = ended.of(contextOf(traceId, spanId), parent, this.resource, events);
		return (taking.adopt(owner, span)) ? LineFate.FOLDED : LineFate.DUPLICATE_SPAN;
	}

	// The parent may be another span of the worker.
	private static SpanContext remote(SpanContext span) {
		return SpanContext.createFromRemoteParent(span.getTraceId(), span.getSpanId(), span.getTraceFlags(),
				span.getTraceState());
	}

	private @Nullable SpanContext parent(String traceId, String parentId) {
		if (WorkerLine.isSpanId(parentId)) {
			return contextOf(traceId, parentId);
		}
		return (isOwn(traceId)) ? this.run.getSpanContext() : null;
	}

}
