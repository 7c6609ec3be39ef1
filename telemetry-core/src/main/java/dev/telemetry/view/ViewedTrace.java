package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;
import dev.telemetry.names.KeepReasons;

/**
 * What is held of a trace. Immutable: what joins it makes another one.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param traceId its id
 * @param spans its spans; of those that came together, local roots first
 * @param logs its log lines, as they came
 * @param verdicts what was decided about each local root that has ended
 * @param leftOutSpans spans that there was no room for
 * @param leftOutLogs log lines that there was no room for
 * @param bytes how much memory it takes, rather too much than too little
 * @param cursor number of the change that made it
 * @since 0.1.0
 */
public record ViewedTrace(String traceId, List<ViewedSpan> spans, List<ViewedLog> logs, List<Verdict> verdicts,
		int leftOutSpans, int leftOutLogs, long bytes, long cursor) {

	/** Most spans that are held of one trace, apart from a few local roots. */
	public static final int MAX_SPANS = 5_000;

	/** Most log lines that are held of one trace. */
	public static final int MAX_LOGS = 1_000;

	// Local roots end last: so many may be there beyond the most spans.
	private static final int MAX_ROOTS = 100;

	// Of the bytes, what only local roots may take.
	private static final int ROOT_SHARE = 16;

	// The object, its lists, its id and its place in the store.
	private static final int BASE_BYTES = 512;

	public ViewedTrace {
		spans = List.copyOf(spans);
		logs = List.copyOf(logs);
		verdicts = List.copyOf(verdicts);
	}

	/**
	 * A trace of which nothing is there yet.
	 * @param traceId its id
	 * @return the trace
	 */
	public static ViewedTrace empty(String traceId) {
		return new ViewedTrace(traceId, List.of(), List.of(), List.of(), 0, 0, BASE_BYTES, 0);
	}

	/**
	 * Adds spans, as far as there is room: local roots first, then those that failed.
	 * @param added the spans
	 * @param decided what was decided about those that are local roots
	 * @param maxBytes how much memory the trace may take
	 * @param change number of the change
	 */
	ViewedTrace withSpans(List<ViewedSpan> added, List<Verdict> decided, long maxBytes, long change) {
		List<ViewedSpan> all = new ArrayList<>(this.spans);
		long size = this.bytes;
		List<ViewedSpan> ordered = new ArrayList<>(added);
		ordered.sort(Comparator.comparingInt(ViewedTrace::rank));
		for (ViewedSpan span : ordered) {
			long more = SpanFootprint.of(span);
			int roots = (span.isLocalRoot()) ? MAX_ROOTS : 0;
			long reserved = (span.isLocalRoot()) ? 0 : maxBytes / ROOT_SHARE;
			if (all.size() < MAX_SPANS + roots && size + more <= maxBytes - reserved) {
				all.add(span);
				size += more;
			}
		}
		List<Verdict> known = new ArrayList<>(this.verdicts);
		known.addAll(decided.subList(0, Math.min(decided.size(), MAX_SPANS - known.size())));
		int left = this.spans.size() + added.size() - all.size();
		return new ViewedTrace(this.traceId, all, this.logs, known, this.leftOutSpans + left, this.leftOutLogs, size,
				change);
	}

	private static int rank(ViewedSpan span) {
		if (span.isLocalRoot()) {
			return 0;
		}
		return (span.failed()) ? 1 : 2;
	}

	/**
	 * Adds log lines, as far as there is room.
	 * @param added the lines
	 * @param maxBytes how much memory the trace may take
	 * @param change number of the change
	 */
	ViewedTrace withLogs(List<ViewedLog> added, long maxBytes, long change) {
		List<ViewedLog> all = new ArrayList<>(this.logs);
		long size = this.bytes;
		for (ViewedLog log : added) {
			long more = log.bytes();
			if (all.size() < MAX_LOGS && size + more <= maxBytes - maxBytes / ROOT_SHARE) {
				all.add(log);
				size += more;
			}
		}
		int left = this.logs.size() + added.size() - all.size();
		return new ViewedTrace(this.traceId, this.spans, all, this.verdicts, this.leftOutSpans, this.leftOutLogs + left,
				size, change);
	}

	/**
	 * Says that log lines are missing.
	 * @param number how many
	 * @param change number of the change
	 */
	ViewedTrace withoutLogs(int number, long change) {
		return new ViewedTrace(this.traceId, this.spans, this.logs, this.verdicts, this.leftOutSpans,
				this.leftOutLogs + number, this.bytes, change);
	}

	/**
	 * Puts what another process has of the same trace beside it.
	 * @param other what is known there
	 * @return both
	 */
	public ViewedTrace merged(ViewedTrace other) {
		ViewedTrace both = withSpans(other.spans, other.verdicts, Long.MAX_VALUE, this.cursor).withLogs(other.logs,
				Long.MAX_VALUE, this.cursor);
		return new ViewedTrace(this.traceId, both.spans, both.logs, both.verdicts,
				both.leftOutSpans + other.leftOutSpans, both.leftOutLogs + other.leftOutLogs, both.bytes, this.cursor);
	}

	/**
	 * The ring that it belongs to.
	 */
	Ring ring() {
		Ring ring = Ring.OTHERS;
		for (Verdict verdict : this.verdicts) {
			if (KeepReasons.ERROR.equals(verdict.reason())) {
				return Ring.ERRORS;
			}
			if (KeepReasons.SLOW.equals(verdict.reason())) {
				ring = Ring.SLOW;
			}
		}
		return (isKept() && failed()) ? Ring.ERRORS : ring;
	}

	/**
	 * Whether it was kept, or some of it.
	 * @return whether it was exported
	 */
	public boolean isKept() {
		return this.verdicts.isEmpty() || this.verdicts.stream().anyMatch(Verdict::kept);
	}

	/**
	 * Whether one of its spans failed.
	 * @return whether it did
	 */
	public boolean failed() {
		return this.spans.stream().anyMatch(ViewedSpan::failed);
	}

	/**
	 * The span that stands for the trace: its root, else the first local root, else the
	 * first span.
	 * @return the span, or {@code null} if there are only log lines
	 */
	public @Nullable ViewedSpan root() {
		return this.spans.stream()
			.min(Comparator.comparingInt(ViewedTrace::distance).thenComparingLong(ViewedSpan::getStartEpochNanos))
			.orElse(null);
	}

	private static int distance(ViewedSpan span) {
		if (!span.getParentSpanContext().isValid()) {
			return 0;
		}
		return (span.isLocalRoot()) ? 1 : 2;
	}

	/**
	 * Whether its root is there, which is over then.
	 * @return whether it is
	 */
	public boolean isComplete() {
		ViewedSpan root = root();
		return root != null && root.isLocalRoot();
	}

	/**
	 * What was decided about its root, or else about the first that is known of.
	 * @return what was decided, or {@code null} if nothing is
	 */
	public @Nullable Verdict verdict() {
		ViewedSpan root = root();
		if (root != null) {
			for (Verdict verdict : this.verdicts) {
				if (verdict.spanId().equals(root.getSpanId())) {
					return verdict;
				}
			}
		}
		return (this.verdicts.isEmpty()) ? null : this.verdicts.get(0);
	}

	/**
	 * The services that it went through, the one of its root first.
	 * @return their names
	 */
	public List<String> services() {
		List<String> services = new ArrayList<>();
		ViewedSpan root = root();
		if (root != null) {
			services.add(root.service());
			this.spans.stream()
				.map(ViewedSpan::service)
				.filter((service) -> !service.equals(root.service()))
				.distinct()
				.sorted()
				.forEach(services::add);
		}
		return services;
	}

	/**
	 * How long it took: its root, or from the first start to the last end that is known.
	 * @return nanoseconds, never negative
	 */
	public long durationNanos() {
		ViewedSpan root = root();
		if (root == null) {
			return 0;
		}
		if (root.isLocalRoot()) {
			return Math.max(0, root.getEndEpochNanos() - root.getStartEpochNanos());
		}
		long end = this.spans.stream().mapToLong(ViewedSpan::getEndEpochNanos).max().orElse(0);
		return Math.max(0, end - startNanos());
	}

	/**
	 * When it started.
	 * @return nanoseconds since 1970
	 */
	public long startNanos() {
		ViewedSpan root = root();
		if (root != null && root.isLocalRoot()) {
			return root.getStartEpochNanos();
		}
		return this.spans.stream().mapToLong(ViewedSpan::getStartEpochNanos).min().orElse(0);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ViewedTrace trace && trace.traceId.equals(this.traceId) && trace.cursor == this.cursor;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.traceId, this.cursor);
	}

}
