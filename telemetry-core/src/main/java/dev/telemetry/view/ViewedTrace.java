package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;
import dev.telemetry.names.KeepReasons;

/**
 * The stored state of a trace. Immutable: an addition creates a new state.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param traceId id of the trace
 * @param spans the spans; among spans that came together, local roots are first
 * @param logs the log lines, in the order in which they came
 * @param verdicts the decisions about the local roots that have ended
 * @param leftOutSpans the number of spans for which there was no room
 * @param leftOutLogs the number of log lines for which there was no room
 * @param bytes how much memory the trace takes, rather too much than too little
 * @param cursor number of the change that led to this state
 * @since 0.1.0
 */
public record ViewedTrace(String traceId, List<ViewedSpan> spans, List<ViewedLog> logs, List<Verdict> verdicts,
		int leftOutSpans, int leftOutLogs, long bytes, long cursor) {

	/** Maximum number of stored spans of one trace, apart from a few local roots. */
	public static final int MAX_SPANS = 5_000;

	/** Maximum number of stored log lines of one trace. */
	public static final int MAX_LOGS = 1_000;

	// Local roots end last: this many are stored beyond the maximum number of spans.
	private static final int MAX_ROOTS = 100;

	// One part in this many of the bytes is reserved for local roots.
	private static final int ROOT_SHARE = 16;

	// For the object, its lists, its id and its place in the store.
	private static final int BASE_BYTES = 512;

	public ViewedTrace {
		spans = List.copyOf(spans);
		logs = List.copyOf(logs);
		verdicts = List.copyOf(verdicts);
	}

	/**
	 * Returns a trace without content.
	 * @param traceId id of the trace
	 * @return the trace
	 */
	public static ViewedTrace empty(String traceId) {
		return new ViewedTrace(traceId, List.of(), List.of(), List.of(), 0, 0, BASE_BYTES, 0);
	}

	/**
	 * Adds spans, as far as there is room: local roots first, then those that failed.
	 * @param added the spans
	 * @param decided the decisions about the local roots among the spans
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
	 * Returns this trace with a note that log lines are missing.
	 * @param number the number of missing lines
	 * @param change number of the change
	 */
	ViewedTrace withoutLogs(int number, long change) {
		return new ViewedTrace(this.traceId, this.spans, this.logs, this.verdicts, this.leftOutSpans,
				this.leftOutLogs + number, this.bytes, change);
	}

	/**
	 * Merges this trace with what another process has of it.
	 * @param other the same trace in the other process
	 * @return the merged trace
	 */
	public ViewedTrace merged(ViewedTrace other) {
		ViewedTrace both = withSpans(other.spans, other.verdicts, Long.MAX_VALUE, this.cursor).withLogs(other.logs,
				Long.MAX_VALUE, this.cursor);
		return new ViewedTrace(this.traceId, both.spans, both.logs, both.verdicts,
				both.leftOutSpans + other.leftOutSpans, both.leftOutLogs + other.leftOutLogs, both.bytes, this.cursor);
	}

	/**
	 * Returns the ring of the trace.
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
	 * Returns whether the trace, or a part of it, was kept.
	 * @return whether the trace was exported
	 */
	public boolean isKept() {
		return this.verdicts.isEmpty() || this.verdicts.stream().anyMatch(Verdict::kept);
	}

	/**
	 * Returns whether a span of the trace failed.
	 * @return whether a span failed
	 */
	public boolean failed() {
		return this.spans.stream().anyMatch(ViewedSpan::failed);
	}

	/**
	 * Returns the span that represents the trace: its root, or else the first local root,
	 * or else the first span.
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
	 * Returns whether the root of the trace is stored, and so has ended.
	 * @return whether the root is stored
	 */
	public boolean isComplete() {
		ViewedSpan root = root();
		return root != null && root.isLocalRoot();
	}

	/**
	 * Returns the decision about the root, or else the first known decision.
	 * @return the decision, or {@code null} if there is none
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
	 * Returns the services of the trace, that of its root first.
	 * @return names of services
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
	 * Returns the duration of the trace: that of its root, or else from the first known
	 * start to the last known end.
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
	 * Returns when the trace started.
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
