package dev.telemetry.worker;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of the lines of one worker: of one that tells of a whole span, or of one
 * that says that it starts and another one that says that it stops. What is open when the
 * worker ends has failed with it. For one thread.
 */
final class WorkerSpans {

	private final WorkerIdentity identity;

	private final WorkerTrace trace;

	private final WorkerTimes times;

	private final PendingEvents events;

	private final int max;

	private final Map<String, OpenSpan> open = new LinkedHashMap<>();

	private final Set<String> names = new HashSet<>();

	private boolean over;

	WorkerSpans(WorkerIdentity identity, WorkerTrace trace, WorkerTimes times, PendingEvents events, int max) {
		this.identity = identity;
		this.trace = trace;
		this.times = times;
		this.events = events;
		this.max = max;
	}

	/**
	 * Makes something of a line, if it tells of a span.
	 * @return what became of it, or {@code null} if it is an event
	 */
	@Nullable LineFate fold(WorkerLine line, String traceId) {
		String spanId = line.metadata(SpanFields.SPAN_ID);
		if (spanId.isEmpty()) {
			return null;
		}
		Number seconds = line.measurements().get(WorkerLine.DURATION);
		if (seconds != null && !line.metadata(SpanFields.STATUS).isEmpty()) {
			return whole(line, traceId, spanId, seconds.doubleValue());
		}
		OpenSpan begun = this.open.get(spanId);
		String name = line.name();
		if (begun == null) {
			return (name.endsWith(OpenSpan.START) && name.length() > OpenSpan.START.length())
					? start(line, traceId, spanId) : null;
		}
		if (name.equals(begun.name() + OpenSpan.STOP)) {
			return stop(spanId, begun, line, SpanFields.status(line));
		}
		if (name.equals(begun.name() + OpenSpan.EXCEPTION)) {
			return stop(spanId, begun, line, SpanFields.failure(line));
		}
		return null;
	}

	private LineFate whole(WorkerLine line, String traceId, String spanId, double seconds) {
		if (!takesName(line.name())) {
			return LineFate.TOO_MANY_NAMES;
		}
		// It may have said before that it starts.
		this.open.remove(spanId);
		long start = this.times.possible(line.epochNanos());
		long end = Math.max(start, this.times.end(line.epochNanos(), seconds));
		return this.trace.adopt(traceId, spanId, line.metadata(SpanFields.PARENT_SPAN_ID),
				new WorkerSpan.Ended(line.name(), SpanFields.kind(line), SpanFields.status(line), start, end,
						this.identity.with(SpanFields.attributes(line, WorkerLine.DURATION))),
				this.events.take(spanId, line.name()));
	}

	private LineFate start(WorkerLine line, String traceId, String spanId) {
		String name = line.name().substring(0, line.name().length() - OpenSpan.START.length());
		if (this.over) {
			return LineFate.LATE;
		}
		if (this.open.size() >= this.max) {
			return LineFate.TOO_MANY_SPANS;
		}
		if (!takesName(name)) {
			return LineFate.TOO_MANY_NAMES;
		}
		this.open.put(spanId, new OpenSpan(traceId, name, line, this.times.possible(line.epochNanos())));
		return LineFate.FOLDED;
	}

	private boolean takesName(String name) {
		return this.names.contains(name) || (this.names.size() < this.max && this.names.add(name));
	}

	private LineFate stop(String spanId, OpenSpan begun, WorkerLine line, StatusData status) {
		this.open.remove(spanId);
		Attributes more = SpanFields.attributes(line, WorkerLine.DURATION);
		return end(spanId, begun, more, status, this.times.possible(line.epochNanos()));
	}

	private LineFate end(String spanId, OpenSpan begun, Attributes more, StatusData status, long endEpochNanos) {
		Attributes attributes = SpanFields.attributes(begun.line(), "").toBuilder().putAll(more).build();
		return this.trace.adopt(begun.traceId(), spanId, begun.line().metadata(SpanFields.PARENT_SPAN_ID),
				new WorkerSpan.Ended(begun.name(), SpanFields.kind(begun.line()), status, begun.startEpochNanos(),
						Math.max(begun.startEpochNanos(), endEpochNanos), this.identity.with(attributes)),
				this.events.take(spanId, begun.name()));
	}

	/**
	 * Ends what is open, because the worker is over.
	 */
	void endAll() {
		StatusData status = StatusData.create(StatusCode.ERROR, "the worker ended first");
		this.open.forEach((spanId, begun) -> end(spanId, begun, Attributes.empty(), status, this.times.possible(0)));
		this.open.clear();
		this.over = true;
	}

}
