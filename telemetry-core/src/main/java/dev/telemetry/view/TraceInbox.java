package dev.telemetry.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Receives spans and log lines from the threads of the application, which only put them
 * into a queue that is bounded in bytes. All other work, above all scanning for secrets,
 * is done in {@link #deliver}. Thread safe; receiving neither waits nor throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <L> type of a log line
 * @since 0.1.0
 */
public final class TraceInbox<L> {

	private final RecentTraces store;

	private final long maxBytes;

	private final UnaryOperator<List<SpanData>> redaction;

	private final Lines<L> lines;

	private final Queue<Handed> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong bytes = new AtomicLong();

	private final LongAdder missed = new LongAdder();

	private final LongAdder evictedLogs = new LongAdder();

	// Used only by the thread that delivers.
	private final PendingLogs<L> pending;

	/**
	 * Creates an inbox.
	 * @param store the store to deliver to
	 * @param maxBytes how many bytes may wait in the queue; log lines whose trace is not
	 * stored yet may take as many again
	 * @param redaction removes and replaces what must not be shown
	 * @param lines reads log lines
	 */
	public TraceInbox(RecentTraces store, long maxBytes, UnaryOperator<List<SpanData>> redaction, Lines<L> lines) {
		this.store = store;
		this.maxBytes = maxBytes;
		this.redaction = redaction;
		this.lines = lines;
		this.pending = new PendingLogs<>(maxBytes, lines.footprint());
	}

	/**
	 * Receives spans of a trace that is kept.
	 * @param spans the spans; must not change any more
	 * @param size how much memory the spans take, in bytes
	 */
	public void acceptKept(List<ReadableSpan> spans, long size) {
		add(new HandedSpans(spans, size, true, null), spans.size());
	}

	/**
	 * Receives spans of a trace that is not kept.
	 * @param spans the spans, the root last; must not change any more
	 * @param size how much memory the spans take, in bytes
	 * @param refused the reason of the rule that would have kept the trace but for its
	 * limit, or {@code null}
	 */
	public void acceptDropped(List<ReadableSpan> spans, long size, @Nullable String refused) {
		add(new HandedSpans(spans, size, false, refused), spans.size());
	}

	/**
	 * Receives a log line. A line that belongs to no trace is ignored.
	 * @param log the line; must not change any more
	 */
	public void acceptLog(L log) {
		if (this.lines.span().apply(log).isValid()) {
			add(new HandedLog<>(log, this.lines.footprint().applyAsLong(log)), 1);
		}
	}

	private void add(Handed handed, int number) {
		if (this.bytes.addAndGet(handed.size()) > this.maxBytes) {
			this.bytes.addAndGet(-handed.size());
			this.missed.add(number);
			return;
		}
		this.queue.add(handed);
	}

	/**
	 * Returns how many spans and log lines were lost because they came faster than they
	 * were delivered, or could not be read.
	 * @return the number
	 */
	public long missed() {
		return this.missed.sum();
	}

	/**
	 * Returns how many log lines were removed before their trace came. Lines of traces
	 * that are not kept are included.
	 * @return the number
	 */
	public long evictedLogs() {
		return this.evictedLogs.sum();
	}

	/**
	 * Delivers all received spans and log lines to the store. If reading some fails, the
	 * first exception is thrown after all others are delivered; those that could not be
	 * read count as missed.
	 */
	public synchronized void deliver() {
		Throwable first = null;
		Handed handed = this.queue.poll();
		while (handed != null) {
			this.bytes.addAndGet(-handed.size());
			try {
				deliver(handed);
			}
			catch (Throwable ex) {
				this.missed.add((handed instanceof HandedSpans spans) ? spans.spans().size() : 1);
				first = (first != null) ? first : ex;
			}
			handed = this.queue.poll();
		}
		if (first instanceof Error error) {
			throw error;
		}
		if (first != null) {
			throw (first instanceof RuntimeException ex) ? ex : new IllegalStateException(first);
		}
	}

	@SuppressWarnings("unchecked")
	private void deliver(Handed handed) {
		if (handed instanceof HandedSpans spans) {
			deliver(spans);
		}
		else {
			deliver(((HandedLog<L>) handed).log());
		}
	}

	private void deliver(HandedSpans handed) {
		List<SpanData> read = new ArrayList<>(handed.spans().size());
		for (ReadableSpan span : handed.spans()) {
			read.add(span.toSpanData());
		}
		List<SpanData> redacted = this.redaction.apply(read);
		if (redacted.isEmpty()) {
			return;
		}
		List<ViewedSpan> spans = new ArrayList<>(redacted.size());
		List<Verdict> verdicts = new ArrayList<>(1);
		for (SpanData span : redacted) {
			spans.add(ViewedSpan.of(span));
			Verdict verdict = verdict(span, handed);
			if (verdict != null) {
				verdicts.add(verdict);
			}
		}
		String traceId = redacted.get(0).getTraceId();
		this.store.addSpans(traceId, spans, verdicts);
		List<L> waiting = this.pending.take(traceId);
		if (!waiting.isEmpty()) {
			this.store.addLogs(traceId, waiting.stream().map(this::viewed).toList());
		}
		int evicted = this.pending.takeEvicted(traceId);
		if (evicted > 0) {
			this.store.leftOutLogs(traceId, evicted);
		}
	}

	private static @Nullable Verdict verdict(SpanData span, HandedSpans handed) {
		if (handed.kept()) {
			return Verdict.ofKept(span);
		}
		return (Verdict.isLocalRoot(span)) ? Verdict.ofDropped(span, handed.refused()) : null;
	}

	private void deliver(L log) {
		String traceId = this.lines.span().apply(log).getTraceId();
		if (this.store.contains(traceId)) {
			this.store.addLogs(traceId, List.of(viewed(log)));
		}
		else {
			this.evictedLogs.add(this.pending.add(traceId, log));
		}
	}

	private ViewedLog viewed(L log) {
		return ViewedLog.of(this.lines.conversion().apply(log));
	}

	/**
	 * Reads log lines.
	 *
	 * @param <L> type of a line
	 * @param span returns the span of the line
	 * @param footprint returns how much memory the line takes, in bytes
	 * @param conversion converts the line to a record, without anything that must not be
	 * shown
	 */
	public record Lines<L>(Function<L, SpanContext> span, ToLongFunction<L> footprint,
			Function<L, LogRecordData> conversion) {
	}

	/**
	 * An element of the queue.
	 */
	private interface Handed {

		long size();

	}

	private record HandedSpans(List<ReadableSpan> spans, long size, boolean kept,
			@Nullable String refused) implements Handed {
	}

	private record HandedLog<L>(L log, long size) implements Handed {
	}

}
