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
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch after the other to one exporter, and waits for each no longer than it
 * may take. Only for the exporting thread, but for {@link #abandon()}.
 */
final class BatchSender {

	private static final long SHUTDOWN_SECONDS = 1;

	private static final long HURRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String AT_THE_END = "the application ended";

	private final ExportTarget target;

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
	 * @param target the exporter
	 * @param timeout longest time for a batch
	 * @param context what is current while the exporter is called
	 * @param clock knows when a batch takes too long
	 * @param stuck is called when the exporter does not come back from a call
	 */
	BatchSender(ExportTarget target, Duration timeout, Context context, ScheduledExecutorService clock,
			Runnable stuck) {
		this.stuck = stuck;
		this.target = target;
		this.context = context;
		this.timeout = timeout;
		this.clock = clock;
		this.tooLate = "no answer within " + timeout.toMillis() + " ms";
	}

	/**
	 * Sends a batch and waits for the answer. Never throws.
	 * @param spans the batch
	 * @param account is called once, as soon as it is known what became of the batch
	 * @return whether the backend acknowledged it
	 */
	boolean send(List<SpanData> spans, Consumer<ExportAttempt> account) {
		return send(spans, this.target.exporter(), account);
	}

	/**
	 * Sends the span that tells what is lost, past whatever the application has put
	 * before the exporter.
	 * @param span the span
	 * @param account is called once, as soon as it is known what became of it
	 * @return whether the backend acknowledged it
	 */
	boolean sendSignal(SpanData span, Consumer<ExportAttempt> account) {
		return send(List.of(span), this.target.signalExporter(), account);
	}

	private boolean send(List<SpanData> spans, SpanExporter exporter, Consumer<ExportAttempt> account) {
		ExportAttempt attempt = new ExportAttempt(spans.size(), account);
		this.current = attempt;
		try {
			attempt(attempt, spans, exporter);
		}
		catch (Throwable ex) {
			attempt.giveUp(Failures.describe(ex));
		}
		return attempt.isAcknowledged();
	}

	private void attempt(ExportAttempt attempt, List<SpanData> spans, SpanExporter exporter) {
		if (this.abandoned) {
			attempt.giveUp(AT_THE_END);
			return;
		}
		Future<?> timedOut = timeOut(attempt);
		call(attempt, spans, exporter);
		attempt.await();
		timedOut.cancel(false);
	}

	/**
	 * Sends a batch and does not wait for the answer. Never throws.
	 * @param spans the batch
	 * @param settled is called once, on any thread, as soon as it is known what became of
	 * the batch
	 * @return the batch on its way
	 */
	ExportAttempt begin(List<SpanData> spans, Runnable settled) {
		AtomicReference<@Nullable Future<?>> timedOut = new AtomicReference<>();
		ExportAttempt attempt = new ExportAttempt(spans.size(), (ended) -> {
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
				call(attempt, spans, this.target.exporter());
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

	private void call(ExportAttempt attempt, List<SpanData> spans, SpanExporter exporter) {
		this.target.responses().begin(attempt);
		attempt.call(() -> export(spans, exporter));
	}

	// On the clock's thread. An exporter that does not come back although it was
	// interrupted keeps the exporting thread, so that nobody else can say so.
	@SuppressWarnings("FutureReturnValueIgnored")
	private void giveUp(ExportAttempt attempt) {
		attempt.giveUp(this.tooLate);
		this.clock.schedule(() -> {
			if (attempt.isInCall()) {
				this.stuck.run();
			}
		}, HURRY_NANOS, TimeUnit.NANOSECONDS);
	}

	private CompletableResultCode export(List<SpanData> spans, SpanExporter exporter) {
		this.resource = spans.get(0).getResource();
		try (Scope ignored = this.context.makeCurrent()) {
			return exporter.export(spans);
		}
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
		return !this.target.exporter().equals(this.target.signalExporter());
	}

	/**
	 * What the last spans came from.
	 */
	Resource resource() {
		return this.resource;
	}

	/**
	 * Shuts the exporter down. Never throws.
	 */
	void shutdown() {
		try (Scope ignored = this.context.makeCurrent()) {
			CompletableResultCode result = this.target.exporter().shutdown();
			result.join(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
		}
		catch (Throwable ex) {
			// There is nothing left that it could harm.
		}
	}

}
