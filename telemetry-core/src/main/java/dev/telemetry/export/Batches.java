package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * Makes batches of queued traces, bounded in spans and in bytes. Only for the exporting
 * thread. Whatever is thrown on the way, no span is forgotten: the next call goes on
 * where the last one ended.
 */
final class Batches {

	private final TraceQueue queue;

	private final int maxSpans;

	private final long maxBytes;

	private final Consumer<LossReason> lost;

	private final SpanSize sizes = new SpanSize();

	private List<SpanData> batch = new ArrayList<>();

	private long bytes;

	// The trace that is being taken apart, and how far that is.
	private List<ReadableSpan> trace = List.of();

	private int taken;

	// Was taken, but has no place in a batch yet.
	private @Nullable ReadableSpan span;

	private @Nullable SpanData data;

	private long size;

	/**
	 * Creates batches.
	 * @param queue where traces wait
	 * @param settings how large a batch is
	 * @param lost is told of each span that does not get into a batch
	 */
	Batches(TraceQueue queue, PipelineSettings settings, Consumer<LossReason> lost) {
		this.queue = queue;
		this.maxSpans = settings.batchSize();
		this.maxBytes = settings.batchBytes();
		this.lost = lost;
	}

	/**
	 * Makes a batch of what is queued.
	 * @return the spans, none if nothing is queued
	 */
	List<SpanData> next() {
		return fill(false);
	}

	/**
	 * Makes a batch of the oldest trace alone.
	 * @return the spans, none if nothing is queued
	 */
	List<SpanData> nextTrace() {
		return fill(true);
	}

	private List<SpanData> fill(boolean oneTrace) {
		boolean more = true;
		while (more && this.batch.size() < this.maxSpans) {
			more = hasSpan(oneTrace && !this.batch.isEmpty()) && add();
		}
		List<SpanData> full = this.batch;
		this.batch = new ArrayList<>();
		this.bytes = 0;
		return full;
	}

	private boolean hasSpan(boolean onlyOfThisTrace) {
		if (this.span != null || this.taken < this.trace.size()) {
			return true;
		}
		return !onlyOfThisTrace && nextOfQueue();
	}

	private boolean nextOfQueue() {
		List<ReadableSpan> next = this.queue.poll();
		if (next == null) {
			return false;
		}
		this.trace = next;
		this.taken = 0;
		return true;
	}

	// False if the batch is full before the span.
	private boolean add() {
		if (this.span == null) {
			this.span = this.trace.get(this.taken++);
		}
		if (!convert(this.span)) {
			return leaveOut(LossReason.EXPORT_FAILED);
		}
		if (this.size > this.maxBytes) {
			return leaveOut(LossReason.TOO_LARGE);
		}
		if (this.size > this.maxBytes - this.bytes) {
			return false;
		}
		this.batch.add(Objects.requireNonNull(this.data));
		this.bytes += this.size;
		this.span = null;
		this.data = null;
		return true;
	}

	// A span that cannot be read is left out whatever it throws: the next time it would
	// do so again, and no span after it would ever be sent.
	private boolean convert(ReadableSpan next) {
		if (this.data != null) {
			return true;
		}
		try {
			SpanData converted = next.toSpanData();
			this.size = this.sizes.bytes(converted);
			this.data = converted;
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	private boolean leaveOut(LossReason reason) {
		this.span = null;
		this.data = null;
		this.lost.accept(reason);
		return true;
	}

}
