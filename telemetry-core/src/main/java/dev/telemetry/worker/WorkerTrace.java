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

/**
 * Where the spans and events of a worker go: below its own span, or into another trace
 * that is open here. Thread safe, as far as the adopter is.
 */
final class WorkerTrace {

	private static final int SPAN_ID = 16;

	private final Span run;

	private final boolean recorded;

	private final @Nullable SpanAdopter adopter;

	private final RootDecider decider;

	private final Resource resource;

	/**
	 * Creates a trace.
	 * @param run the span of the worker, invalid if it has none
	 * @param adopter takes spans, or {@code null} if nothing does
	 */
	WorkerTrace(Span run, @Nullable SpanAdopter adopter, RootDecider decider, Resource resource) {
		this.run = run;
		this.recorded = adopter != null && run.isRecording();
		this.adopter = adopter;
		this.decider = decider;
		this.resource = resource;
	}

	/**
	 * Returns whether what is told becomes part of a trace.
	 */
	boolean isRecorded() {
		return this.recorded;
	}

	/**
	 * Returns the trace that a line belongs to, which need not say it.
	 * @return the id, or {@code null} if it claims one that is not known
	 */
	@Nullable String traceOf(String claimed) {
		String own = (this.run.getSpanContext().isValid()) ? this.run.getSpanContext().getTraceId() : "";
		if (claimed.isEmpty() || claimed.equals(own)) {
			return own;
		}
		return (own.isEmpty() || (this.adopter != null && this.adopter.isOpen(claimed))) ? claimed : null;
	}

	/**
	 * Returns whether an id is that of the span of the worker itself, or none.
	 */
	boolean isRun(String spanId) {
		return spanId.isEmpty() || spanId.equals(this.run.getSpanContext().getSpanId());
	}

	SpanContext runContext() {
		return this.run.getSpanContext();
	}

	/**
	 * Says that the trace has failed, before its root is over.
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
	 * @param parentId id of its parent, below the span of the worker if it has none
	 */
	LineFate adopt(String traceId, String spanId, String parentId, WorkerSpan.Ended ended, List<EventData> events) {
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
		WorkerSpan span = new WorkerSpan(contextOf(traceId, spanId), parent, ended, this.resource, events);
		return (taking.adopt(owner, span)) ? LineFate.FOLDED : LineFate.DUPLICATE_SPAN;
	}

	// It may be another span of the worker.
	private static SpanContext remote(SpanContext span) {
		return SpanContext.createFromRemoteParent(span.getTraceId(), span.getSpanId(), span.getTraceFlags(),
				span.getTraceState());
	}

	private @Nullable SpanContext parent(String traceId, String parentId) {
		if (WorkerLine.isId(parentId, SPAN_ID)) {
			return contextOf(traceId, parentId);
		}
		return (isOwn(traceId)) ? this.run.getSpanContext() : null;
	}

}
