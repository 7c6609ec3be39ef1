package dev.telemetry.worker;

import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;

/**
 * Makes spans, events and measurements of the telemetry lines of one worker, and trusts
 * none of them. For one thread.
 */
final class LineFolding {

	private static final int SPAN_ID = 16;

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
		this.pending = new PendingEvents(settings.maxEvents(), settings.maxOpenSpans());
		this.spans = new WorkerSpans(identity, trace, times, this.pending, settings.maxOpenSpans());
	}

	/**
	 * Makes something of a line.
	 * @return what became of it
	 */
	LineFate fold(byte[] bytes) {
		try {
			return fold(WorkerLine.parse(bytes));
		}
		catch (BadLineException ex) {
			return ex.fate();
		}
	}

	private LineFate fold(WorkerLine line) {
		if (!this.tools.control().accepts(line)) {
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

	private LineFate event(WorkerLine line, String traceId, boolean known) {
		if (this.over) {
			return LineFate.LATE;
		}
		if (!known && !this.tools.names().accepts(line.name(), this.counts)) {
			return LineFate.NOT_IN_CATALOG;
		}
		String spanId = line.metadata(SpanFields.SPAN_ID);
		Attributes attributes = SpanFields.attributes(line, "");
		long at = this.times.possible(line.epochNanos());
		LineFate fate = (this.trace.isRun(spanId) || !WorkerLine.isId(spanId, SPAN_ID))
				? ofRun(line.name(), attributes, at) : ofSpan(spanId, EventData.create(at, line.name(), attributes));
		if (fate == LineFate.FOLDED) {
			tell(line, traceId, spanId, attributes, at);
		}
		return fate;
	}

	private LineFate ofRun(String name, Attributes attributes, long at) {
		if (this.ownEvents >= this.tools.settings().maxEvents()) {
			return LineFate.TOO_MANY_EVENTS;
		}
		this.ownEvents++;
		this.trace.event(name, attributes, at);
		return LineFate.FOLDED;
	}

	private LineFate ofSpan(String spanId, EventData event) {
		return (this.pending.add(spanId, event)) ? LineFate.FOLDED : LineFate.TOO_MANY_EVENTS;
	}

	private void tell(WorkerLine line, String traceId, String spanId, Attributes attributes, long at) {
		SpanContext span = (WorkerLine.isId(spanId, SPAN_ID)) ? this.trace.contextOf(traceId, spanId)
				: this.trace.runContext();
		this.tools.listener()
			.event(new WorkerEvent(this.identity.pool(), line.name(), at, span, this.trace.runContext(),
					this.identity.with(attributes)));
	}

	/**
	 * Ends what is open, because the worker is over. What comes later follows what was
	 * decided on its trace.
	 */
	void end() {
		if (this.over) {
			return;
		}
		this.spans.endAll();
		for (EventData event : this.pending.takeAll()) {
			ofRun(event.getName(), event.getAttributes(), event.getEpochNanos());
		}
		this.over = true;
	}

}
