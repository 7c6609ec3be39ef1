package dev.telemetry.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.telemetry.text.JsonBuffer;

/**
 * The report of a job that has not been written yet. The writing thread adds spans;
 * threads of the job only read the ids, and count spans for which there was no room.
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

	private boolean closed;

	/**
	 * Creates a report of a job that begins.
	 * @param job the job
	 * @param directory the directory to write to
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
	 * Returns whether a span of a trace can still belong to the report.
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
	 * Sets which spans, other than that of the job, had not ended with the job.
	 */
	void openAtEnd(Collection<String> spanIds) {
		this.openAtEnd = Set.copyOf(spanIds);
	}

	/**
	 * Returns whether a span was still open when the job ended.
	 */
	boolean endedAfter(String spanId) {
		return this.over && (isRoot(spanId) || this.openAtEnd.contains(spanId));
	}

	boolean isOf(String traceId) {
		return this.job.traceId().equals(traceId);
	}

	/**
	 * Counts a span for which there was no room, and whose metrics are unknown.
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
		if (this.closed) {
			return;
		}
		if (span.end() != null) {
			this.statistics.ended(span.name(), span.nanos(), span.error(), span.metrics());
		}
		else {
			this.statistics.unfinished(span.name());
		}
		if (this.lines.count() >= this.maxSpans && !isRoot(span.data().getSpanId())) {
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
	 * Computes the critical path. Called once the last span, that of the job, was added.
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
	 * Notes that the report has no lines.
	 */
	void withoutLines() {
		this.truncated.addAndGet(this.lines.count());
	}

	/**
	 * Closes the report for further spans: a span may end at the same moment as the job.
	 */
	void close() {
		this.closed = true;
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
