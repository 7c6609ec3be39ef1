package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch after the other to one exporter, and waits for each no longer than it
 * may take. Only for the exporting thread, but for {@link #abandon()}.
 */
final class BatchSender {

	private static final long SHUTDOWN_SECONDS = 1;

	private static final String AT_THE_END = "the application ended";

	private final ExportTarget target;

	private final Duration timeout;

	private final Context context;

	private final ScheduledExecutorService clock;

	private final String tooLate;

	private volatile @Nullable ExportAttempt current;

	private volatile boolean abandoned;

	private Resource resource = Resource.getDefault();

	BatchSender(ExportTarget target, Duration timeout, Context context, ScheduledExecutorService clock) {
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
		ExportAttempt attempt = new ExportAttempt(spans.size(), account);
		this.current = attempt;
		try {
			attempt(attempt, spans);
		}
		catch (Throwable ex) {
			attempt.giveUp(Failures.describe(ex));
		}
		return attempt.isAcknowledged();
	}

	private void attempt(ExportAttempt attempt, List<SpanData> spans) {
		if (this.abandoned) {
			attempt.giveUp(AT_THE_END);
			return;
		}
		this.target.answers().begin(attempt);
		Future<?> timedOut = this.clock.schedule(() -> attempt.giveUp(this.tooLate), this.timeout.toNanos(),
				TimeUnit.NANOSECONDS);
		attempt.call(() -> export(spans));
		attempt.await();
		timedOut.cancel(false);
	}

	private CompletableResultCode export(List<SpanData> spans) {
		this.resource = spans.get(0).getResource();
		try (Scope ignored = this.context.makeCurrent()) {
			return this.target.exporter().export(spans);
		}
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
	 * What the last spans came from.
	 */
	Resource resource() {
		return this.resource;
	}

	/**
	 * Shuts the exporter down. Never throws.
	 */
	void shutdown() {
		try {
			CompletableResultCode result = this.target.exporter().shutdown();
			result.join(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
		}
		catch (Throwable ex) {
			// There is nothing left that it could harm.
		}
	}

}
