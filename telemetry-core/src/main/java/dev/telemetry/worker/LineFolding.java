package dev.telemetry.worker;

import java.util.Set;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;
import org.jspecify.annotations.Nullable;

/**
 * Converts the telemetry lines of one worker to spans, events and measurements. The lines
 * may be hostile. To be used by one thread only.
 */
final class LineFolding {

	private final WorkerIdentity identity;

	private final WorkerTrace trace;

	private final WorkerTimes times;

	private final PoolCounts counts;

	private final FoldingTools tools;

	private final PendingEvents pending;

	private final WorkerSpans spans;

	private int ownEvents;

	private boolean over;

	LineFolding(WorkerIdentity identity, WorkerTrace trace, WorkerTimes times, PoolCounts counts, FoldingTools tools) {
		this.identity = identity;
		this.trace = trace;
		this.times = times;
		this.counts = counts;
		this.tools = tools;
		WorkerSettings settings = tools.settings();
		this.pending = new PendingEvents(counts, tools.held(), settings.maxEvents(), settings.maxOpenSpans());
		this.spans = new WorkerSpans(identity, trace, times, this.pending, counts, tools.held(),
				settings.maxOpenSpans());
	}

	/**
	 * Folds a line.
	 * @return the fate of the line, or {@code null} if the line waits for its span and is
	 * counted later
	 */
	@Nullable LineFate fold(byte[] bytes) {
		try {
			return fold(WorkerLine.parse(bytes));
		}
		catch (BadLineException ex) {
			return ex.fate();
		}
	}

	private @Nullable LineFate fold(WorkerLine line) {
		if (!this.tools.control().accepts(line)) {
			this.spans.forget(line);
			return LineFate.EXCLUDED;
		}
		String traceId = this.trace.traceOf(line.traceId());
		if (traceId == null) {
			return LineFate.UNKNOWN_TRACE;
		}
		boolean measured = measure(line);
		if (!this.trace.isRecorded()) {
			return (measured) ? LineFate.FOLDED : LineFate.NOT_RECORDED;
		}
		boolean failed = SpanFields.hasFailed(line) || line.name().endsWith(OpenSpan.EXCEPTION);
		if (!failed && !this.tools.control().samples(this.identity.pool(), traceId)) {
			this.spans.forget(line);
			return LineFate.RATIO;
		}
		LineFate ofSpan = this.spans.fold(line, traceId);
		return (ofSpan != null) ? ofSpan : event(line, traceId, measured);
	}

	private boolean measure(WorkerLine line) {
		EventCatalog catalog = this.tools.names().catalog();
		if (!catalog.contains(line.name())) {
			return false;
		}
		String pool = this.identity.pool();
		this.tools.listener().counted(pool, line.name());
		Set<String> wanted = catalog.measurements(line.name());
		line.measurements().forEach((name, number) -> {
			if (wanted.contains(name)) {
				this.tools.listener().measured(pool, line.name(), name, number.doubleValue());
			}
		});
		return true;
	}

	private @Nullable LineFate event(WorkerLine line, String traceId, boolean known) {
		if (this.over) {
			return LineFate.LATE;
		}
		if (!known && !this.tools.names().accepts(line.name(), this.counts)) {
			return LineFate.NOT_IN_CATALOG;
		}
		String spanId = line.metadata(SpanFields.SPAN_ID);
		boolean ofRun = this.trace.isRun(spanId) || !WorkerLine.isSpanId(spanId);
		if (ofRun && !this.trace.isOwn(traceId)) {
			return LineFate.UNKNOWN_TRACE;
		}
		EventData event = EventData.create(this.times.possible(line.epochNanos()), line.name(),
				SpanFields.attributes(line, ""));
		// The limits of a span do not apply to log records.
		tell(event, (ofRun) ? this.trace.runContext() : this.trace.contextOf(traceId, spanId));
		if (ofRun) {
			return ofRun(event);
		}
		return (this.pending.add(traceId, spanId, event, line.footprint())) ? null : LineFate.TOO_MANY_EVENTS;
	}

	private LineFate ofRun(EventData event) {
		if (this.ownEvents >= this.tools.settings().maxEvents()) {
			return LineFate.TOO_MANY_EVENTS;
		}
		this.ownEvents++;
		this.trace.event(event.getName(), event.getAttributes(), event.getEpochNanos());
		return LineFate.FOLDED;
	}

	private void tell(EventData event, SpanContext span) {
		SpanContext decided = (this.trace.isOwn(span.getTraceId())) ? this.trace.runContext() : span;
		this.tools.listener()
			.event(new WorkerEvent(this.identity.pool(), event.getName(), event.getEpochNanos(), span, decided,
					this.identity.with(event.getAttributes())));
	}

	/**
	 * Ends all open spans, because the worker is over. Later lines follow the decision on
	 * its trace.
	 * @param failed whether the worker has failed
	 */
	void end(boolean failed) {
		if (this.over) {
			return;
		}
		this.over = true;
		this.spans.endAll(failed);
		this.pending.takeAll((traceId, event) -> this.counts
			.add((this.trace.isOwn(traceId)) ? ofRun(event) : LineFate.UNKNOWN_TRACE));
	}

}
