package dev.telemetry.export;

import java.time.Duration;
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
 * Sends one batch after the other to one exporter, and waits for each no longer than it
 * may take. Only for the exporting thread, but for {@link #abandon()}.
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
	 * @param context what is current while the exporter is called
	 * @param clock knows when a batch takes too long
	 * @param stuck is called when the exporter does not come back from a call
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
	 * @param account is called once, on any thread, as soon as it is known what became of
	 * the batch
	 * @return the attempt, which is over
	 */
	ExportAttempt send(List<D> records, Consumer<ExportAttempt> account) {
		return sendAndAwait(new ExportAttempt(records.size(), account), () -> export(records));
	}

	/**
	 * Sends the record that tells what is lost, past whatever the application has put
	 * before the exporter, and waits for the answer.
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
			attempt.giveUp(Failures.describe(ex));
		}
		return attempt;
	}

	/**
	 * Sends a batch and does not wait for the answer.
	 * @param settled is called once, on any thread, as soon as it is known what became of
	 * the batch
	 * @return the attempt on its way
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
			attempt.giveUp(Failures.describe(ex));
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

	private CompletableResultCode export(List<D> records) {
		this.resource = this.kind.resource(records.get(0));
		return this.sink.export(records);
	}

	// On the clock's thread. An exporter that does not come back although it was
	// interrupted keeps the exporting thread busy, so it is reported here.
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
	 * Waits no longer than a second for each answer from now on.
	 */
	void hurry() {
		this.hurried = true;
	}

	/**
	 * Gives up the batch that is on its way, and sends none any more.
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
	 * Whether what is acknowledged may not have got to the backend at all.
	 */
	boolean isFiltered() {
		return this.sink.isFiltered();
	}

	/**
	 * What the last records came from.
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
			// There is nothing left that it could harm.
		}
	}

}
