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
 * Takes spans and log lines from the threads of the application, which only put them into
 * a queue that is bounded in bytes. All else, above all looking through them for secrets,
 * is done where {@link #deliver} is called. Thread safe; taking neither waits nor throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <L> a log line as it is handed over
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

	// Only for the thread that delivers.
	private final PendingLogs<L> pending;

	/**
	 * Creates an inbox.
	 * @param store where everything goes
	 * @param maxBytes how much memory may wait in the queue, and as much again of log
	 * lines whose trace is not there yet
	 * @param redaction leaves out, and replaces, what must not be seen
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
	 * Takes spans of a trace that is kept.
	 * @param spans the spans; must not change any more
	 * @param size how much memory they take
	 */
	public void acceptKept(List<ReadableSpan> spans, long size) {
		add(new HandedSpans(spans, size, true, null), spans.size());
	}

	/**
	 * Takes spans of a trace that is not kept.
	 * @param spans the spans, the root last; must not change any more
	 * @param size how much memory they take
	 * @param refused the reason of the rule that would have kept it, had it not kept
	 * enough already, or {@code null}
	 */
	public void acceptDropped(List<ReadableSpan> spans, long size, @Nullable String refused) {
		add(new HandedSpans(spans, size, false, refused), spans.size());
	}

	/**
	 * Takes a log line. One that belongs to no trace is left.
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
	 * How many spans and log lines came faster than they were delivered, or could not be
	 * read.
	 * @return the number
	 */
	public long missed() {
		return this.missed.sum();
	}

	/**
	 * How many log lines had to go before their trace came, if it came at all: those of
	 * traces that are not kept are among them.
	 * @return the number
	 */
	public long evictedLogs() {
		return this.evictedLogs.sum();
	}

	/**
	 * Puts into the store what has come so far. Throws what reading a span or a log line
	 * threw first, once all others are there; what could not be read counts as missed.
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
	 * How log lines are read.
	 *
	 * @param <L> a line as it is handed over
	 * @param span the span that was current
	 * @param footprint how much memory it takes, in bytes
	 * @param conversion makes a record of it, without anything that must not be seen
	 */
	public record Lines<L>(Function<L, SpanContext> span, ToLongFunction<L> footprint,
			Function<L, LogRecordData> conversion) {
	}

	/**
	 * What waits in the queue.
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
