package dev.telemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches to one exporter one after the other, and waits for each no longer than
 * the timeout. To be used only by the exporting thread, except for {@link #abandon()}.
 *
 * @param <D> a record as it is exported
 */
final class BatchSender<D> {

	private static final long SHUTDOWN_SECONDS = 1;

	private static final long HURRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String AT_THE_END = "the application ended";

	private final RecordKind<?, D> kind;

	private final RecordSink<D> sink;

	private final Duration timeout;

	private final Context context;

	private final ScheduledExecutorService clock;

	private final Runnable stuck;

	private final String tooLate;

	private volatile @Nullable ExportAttempt current;

	private volatile boolean abandoned;

	private boolean hurried;

	private Resource resource = Resource.getDefault();

	/**
	 * Creates a sender.
	 * @param sink the exporter
	 * @param timeout longest time for a batch
	 * @param context the context that is current while the exporter is called
	 * @param clock runs the timeouts
	 * @param stuck called when the exporter does not return from a call
	 */
	BatchSender(RecordKind<?, D> kind, RecordSink<D> sink, Duration timeout, Context context,
			ScheduledExecutorService clock, Runnable stuck) {
		this.kind = kind;
		this.sink = sink;
		this.stuck = stuck;
		this.context = context;
		this.timeout = timeout;
		this.clock = clock;
		this.tooLate = "no answer within " + timeout.toMillis() + " ms";
	}

	/**
	 * Sends a batch and waits for the answer.
	 * @param account called once, on any thread, as soon as the outcome of the batch is
	 * known
	 * @return the attempt, which is over
	 */
	ExportAttempt send(List<D> records, Consumer<ExportAttempt> account) {
		return sendAndAwait(new ExportAttempt(records.size(), account), () -> export(records));
	}

	/**
	 * Sends the record that reports losses, and waits for the answer. The record bypasses
	 * whatever the application has put before the exporter.
	 * @return the attempt, which is over
	 */
	ExportAttempt sendSignal(D signal) {
		return sendAndAwait(new ExportAttempt(1, (attempt) -> {
		}), () -> this.sink.exportSignal(signal));
	}

	private ExportAttempt sendAndAwait(ExportAttempt attempt, ExportAttempt.Callee exporter) {
		this.current = attempt;
		try {
			if (this.abandoned) {
				attempt.giveUp(AT_THE_END);
				return attempt;
			}
			Future<?> timedOut = timeOut(attempt);
			call(attempt, exporter);
			attempt.await();
			timedOut.cancel(false);
		}
		catch (Throwable ex) {
			// For example, there may be no thread for the clock.
			attempt.notSent(Failures.describe(ex));
		}
		return attempt;
	}

	/**
	 * Sends a batch and does not wait for the answer.
	 * @param settled called once, on any thread, as soon as the outcome of the batch is
	 * known
	 * @return the open attempt
	 */
	ExportAttempt begin(List<D> records, Runnable settled) {
		AtomicReference<@Nullable Future<?>> timedOut = new AtomicReference<>();
		ExportAttempt attempt = new ExportAttempt(records.size(), (ended) -> {
			cancel(timedOut.get());
			settled.run();
		});
		this.current = attempt;
		try {
			timedOut.set(timeOut(attempt));
			if (this.abandoned) {
				attempt.giveUp(AT_THE_END);
			}
			else {
				call(attempt, () -> export(records));
			}
		}
		catch (Throwable ex) {
			// For example, there may be no thread for the clock.
			attempt.notSent(Failures.describe(ex));
		}
		return attempt;
	}

	private static void cancel(@Nullable Future<?> timeout) {
		if (timeout != null) {
			timeout.cancel(false);
		}
	}

	private Future<?> timeOut(ExportAttempt attempt) {
		long nanos = (this.hurried) ? Math.min(HURRY_NANOS, this.timeout.toNanos()) : this.timeout.toNanos();
		this.hurried = false;
		return this.clock.schedule(() -> giveUp(attempt), nanos, TimeUnit.NANOSECONDS);
	}

	private void call(ExportAttempt attempt, ExportAttempt.Callee exporter) {
		this.sink.begin(attempt);
		attempt.call(() -> {
			try (Scope ignored = this.context.makeCurrent()) {
				return exporter.export();
			}
		});
	}

	// An exporter may remove records from what it is called with.
	private CompletableResultCode export(List<D> records) {
		this.resource = this.kind.resource(records.get(0));
		return this.sink.export(new ArrayList<>(records));
	}

	// Runs on the thread of the clock. An exporter that does not return although it was
	// interrupted keeps the exporting thread busy, so the clock reports it.
	@SuppressWarnings("FutureReturnValueIgnored")
	private void giveUp(ExportAttempt attempt) {
		attempt.giveUp(this.tooLate);
		this.clock.schedule(() -> {
			if (attempt.isInCall()) {
				this.stuck.run();
			}
		}, HURRY_NANOS, TimeUnit.NANOSECONDS);
	}

	/**
	 * Waits for the next answer no longer than a second.
	 */
	void hurry() {
		this.hurried = true;
	}

	/**
	 * Gives up the batch that is being sent, and sends none from now on.
	 */
	void abandon() {
		this.abandoned = true;
		ExportAttempt attempt = this.current;
		if (attempt != null) {
			attempt.giveUp(AT_THE_END);
		}
	}

	boolean isAbandoned() {
		return this.abandoned;
	}

	/**
	 * Returns whether the application may hold back records before the exporter, so that
	 * an acknowledgement does not prove that the backend received them.
	 */
	boolean isFiltered() {
		return this.sink.isFiltered();
	}

	/**
	 * Returns the resource of the last records.
	 */
	Resource resource() {
		return this.resource;
	}

	/**
	 * Shuts the exporter down. Never throws.
	 */
	void shutdown() {
		try (Scope ignored = this.context.makeCurrent()) {
			CompletableResultCode result = this.sink.shutdown();
			result.join(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
		}
		catch (Throwable ex) {
			// A failure does no harm any more.
		}
	}

}
