package dev.telemetry.worker;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * Creates spans from the lines of one worker: from one line for a whole span, or from two
 * lines for its start and its end. A span that is open when the worker ends has failed if
 * the worker has; the line of its end may have been lost, or switched off. To be used by
 * one thread only.
 */
final class WorkerSpans {

	private final WorkerIdentity identity;

	private final WorkerTrace trace;

	private final WorkerTimes times;

	private final PendingEvents events;

	private final PoolCounts counts;

	private final HeldBytes held;

	private final int max;

	private final Map<String, OpenSpan> open = new LinkedHashMap<>();

	private final Set<String> names = new HashSet<>();

	private boolean over;

	WorkerSpans(WorkerIdentity identity, WorkerTrace trace, WorkerTimes times, PendingEvents events, PoolCounts counts,
			HeldBytes held, int max) {
		this.identity = identity;
		this.trace = trace;
		this.times = times;
		this.events = events;
		this.counts = counts;
		this.held = held;
		this.max = max;
	}

	/**
	 * Folds a line, if it reports a span.
	 * @return the fate of the line, or {@code null} if the line is an event
	 */
	@Nullable LineFate fold(WorkerLine line, String traceId) {
		String spanId = line.metadata(SpanFields.SPAN_ID);
		if (spanId.isEmpty() || SpanFields.isEvent(line)) {
			return null;
		}
		String name = line.name();
		boolean starts = name.endsWith(OpenSpan.START) && name.length() > OpenSpan.START.length()
				&& !this.trace.isRun(spanId);
		if (!WorkerLine.isSpanId(spanId)) {
			return (starts || SpanFields.isWhole(line)) ? LineFate.MALFORMED : null;
		}
		OpenSpan begun = this.open.get(spanId);
		if (begun != null && name.equals(begun.name() + OpenSpan.STOP)) {
			return stop(spanId, begun, line, SpanFields.status(line));
		}
		if (begun != null && name.equals(begun.name() + OpenSpan.EXCEPTION)) {
			return stop(spanId, begun, line, SpanFields.failure(line));
		}
		Number seconds = line.measurements().get(WorkerLine.DURATION);
		if (seconds != null && SpanFields.isWhole(line)) {
			return whole(line, traceId, spanId, seconds.doubleValue());
		}
		return (begun == null && starts) ? start(line, traceId, spanId) : null;
	}

	/**
	 * Forgets an open span, because the line of its end is switched off.
	 */
	void forget(WorkerLine line) {
		OpenSpan begun = this.open.get(line.metadata(SpanFields.SPAN_ID));
		if (begun != null && begun.isEndedBy(line)) {
			close(line.metadata(SpanFields.SPAN_ID));
		}
	}

	private void close(String spanId) {
		OpenSpan begun = this.open.remove(spanId);
		if (begun != null) {
			this.held.giveBack(begun.line().footprint());
		}
	}

	private LineFate whole(WorkerLine line, String traceId, String spanId, double seconds) {
		if (!takesName(line.name())) {
			return LineFate.TOO_MANY_NAMES;
		}
		// A line for its start may have come before.
		close(spanId);
		boolean timed = line.epochNanos() != 0;
		long now = this.times.possible(0);
		long start = (timed) ? this.times.possible(line.epochNanos()) : this.times.start(now, seconds);
		long end = (timed) ? Math.max(start, this.times.end(line.epochNanos(), seconds)) : now;
		return adopt(traceId, spanId, line, new WorkerSpan(line.name(), SpanFields.kind(line), SpanFields.status(line),
				start, end, this.identity.with(SpanFields.attributes(line, WorkerLine.DURATION))));
	}

	private LineFate adopt(String traceId, String spanId, WorkerLine line, WorkerSpan ended) {
		List<EventData> ofSpan = this.events.take(traceId, spanId, ended.name());
		LineFate fate = this.trace.adopt(traceId, spanId, line.metadata(SpanFields.PARENT_SPAN_ID), ended, ofSpan);
		this.counts.add(fate, ofSpan.size());
		return fate;
	}

	private LineFate start(WorkerLine line, String traceId, String spanId) {
		String name = OpenSpan.spanName(line.name());
		if (this.over) {
			return LineFate.LATE;
		}
		if (this.open.size() >= this.max) {
			return LineFate.TOO_MANY_SPANS;
		}
		if (!takesName(name)) {
			return LineFate.TOO_MANY_NAMES;
		}
		if (!this.held.tryTake(line.footprint())) {
			return LineFate.TOO_MANY_SPANS;
		}
		this.open.put(spanId, new OpenSpan(traceId, name, line, this.times.possible(line.epochNanos())));
		return LineFate.FOLDED;
	}

	private boolean takesName(String name) {
		return this.names.contains(name) || (this.names.size() < this.max && this.names.add(name));
	}

	private LineFate stop(String spanId, OpenSpan begun, WorkerLine line, StatusData status) {
		close(spanId);
		Attributes more = SpanFields.attributes(line, WorkerLine.DURATION);
		return end(spanId, begun, more, status, this.times.possible(line.epochNanos()));
	}

	private LineFate end(String spanId, OpenSpan begun, Attributes more, StatusData status, long endEpochNanos) {
		Attributes attributes = SpanFields.attributes(begun.line(), "").toBuilder().putAll(more).build();
		return adopt(begun.traceId(), spanId, begun.line(),
				new WorkerSpan(begun.name(), SpanFields.kind(begun.line()), status, begun.startEpochNanos(),
						Math.max(begun.startEpochNanos(), endEpochNanos), this.identity.with(attributes)));
	}

	/**
	 * Ends all open spans, because the worker is over.
	 * @param failed whether the worker has failed
	 */
	void endAll(boolean failed) {
		StatusData status = (failed) ? StatusData.create(StatusCode.ERROR, "the worker ended first")
				: StatusData.unset();
		this.over = true;
		for (Map.Entry<String, OpenSpan> begun : List.copyOf(this.open.entrySet())) {
			close(begun.getKey());
			end(begun.getKey(), begun.getValue(), Attributes.empty(), status, this.times.possible(0));
		}
	}

}
