package dev.telemetry.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.telemetry.text.JsonBuffer;

/**
 * The report of a job that has not been written. Spans are added by the thread that
 * writes; threads of the job only look at its ids and count what found no room.
 */
final class JobReport {

	private final ReportedJob job;

	private final int maxSpans;

	private final SpanStatistics statistics = new SpanStatistics();

	private final AtomicLong truncated = new AtomicLong();

	private final SpanTree tree = new SpanTree();

	private final List<String> names = new ArrayList<>();

	private final SpanLines lines;

	private volatile boolean over;

	private volatile Set<String> openAtEnd = Set.of();

	private boolean written;

	/**
	 * Creates a report of a job that begins.
	 * @param job what it is
	 * @param directory where it is written
	 * @param maxSpans how many spans get a line
	 */
	JobReport(ReportedJob job, ReportDirectory directory, int maxSpans) {
		this.job = job;
		this.maxSpans = maxSpans;
		this.lines = new SpanLines(directory, ReportFiles.part(ReportFiles.SPANS, job.spanId()), job.startNanos());
	}

	ReportedJob job() {
		return this.job;
	}

	SpanLines lines() {
		return this.lines;
	}

	boolean isRoot(String spanId) {
		return this.job.spanId().equals(spanId);
	}

	/**
	 * Returns whether a span of a trace can still belong to it.
	 */
	boolean follows(String traceId) {
		return !this.over && isOf(traceId);
	}

	boolean isOver() {
		return this.over;
	}

	void end() {
		this.over = true;
	}

	/**
	 * Says which spans, beside that of the job, had not ended with it.
	 */
	void openAtEnd(Collection<String> spanIds) {
		this.openAtEnd = Set.copyOf(spanIds);
	}

	/**
	 * Returns whether a span was open until the job ended.
	 */
	boolean endedAfter(String spanId) {
		return this.over && (isRoot(spanId) || this.openAtEnd.contains(spanId));
	}

	boolean isOf(String traceId) {
		return this.job.traceId().equals(traceId);
	}

	/**
	 * Counts a span for which there was no room, and whose numbers are not known.
	 */
	void refused(String name, long nanos, boolean error) {
		this.statistics.ended(name, nanos, error, Map.of());
		this.truncated.incrementAndGet();
	}

	/**
	 * Counts a span that was not followed to its end.
	 */
	void notFollowed(String name) {
		this.statistics.unfinished(name);
		this.truncated.incrementAndGet();
	}

	/**
	 * Adds a span.
	 */
	void add(ReportedSpan span) {
		if (this.written) {
			return;
		}
		if (span.end() != null) {
			this.statistics.ended(span.name(), span.nanos(), span.error(), span.metrics());
		}
		else {
			this.statistics.unfinished(span.name());
		}
		if (this.tree.size() >= this.maxSpans && !isRoot(span.data().getSpanId())) {
			this.truncated.incrementAndGet();
			return;
		}
		this.lines.add(span);
		if (span.end() != null) {
			this.tree.add(SpanTree.id(span.data().getSpanId()), SpanTree.id(span.data().getParentSpanId()),
					span.start(), span.start() + span.nanos());
			this.names.add(span.name());
		}
	}

	/**
	 * Finds out which spans made the job long, once the last span, that of the job, was
	 * added.
	 */
	void findCriticalPath() {
		long[] critical = CriticalPath.below(this.tree, this.tree.size() - 1);
		for (int i = 0; i < critical.length; i++) {
			if (critical[i] > 0) {
				this.statistics.critical(this.names.get(i), critical[i]);
			}
		}
	}

	/**
	 * Says that no line is to be found in the report.
	 */
	void withoutLines() {
		this.truncated.addAndGet(this.lines.count());
	}

	/**
	 * Takes no more spans: one may have ended together with the job.
	 */
	void close() {
		this.written = true;
	}

	/**
	 * Writes the summary.
	 */
	void write(JsonBuffer json, ReportedEnd end) {
		json.beginObject();
		this.job.write(json);
		end.write(json, this.job.startNanos());
		json.key("truncated_spans").value(this.truncated.get());
		this.statistics.write(json);
		json.endObject().endLine();
	}

}
