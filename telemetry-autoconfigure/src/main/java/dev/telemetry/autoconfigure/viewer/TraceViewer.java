package dev.telemetry.autoconfigure.viewer;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogConsumer;
import dev.telemetry.sampling.TraceConsumer;
import dev.telemetry.view.RecentTraces;
import dev.telemetry.view.TraceInbox;

/**
 * Holds recent traces and their log lines. Threads of the application only put data into
 * a queue; one daemon thread processes it four times a second. Thread safe.
 */
final class TraceViewer implements TraceConsumer, LogConsumer, DisposableBean {

	private static final long PERIOD_MILLIS = 250;

	private static final long RATES_MILLIS = TimeUnit.SECONDS.toMillis(MeterRates.STEP_SECONDS);

	// One part in this many of the memory is for the queue, and one for log lines without
	// a trace.
	private static final int WAITING_SHARE = 8;

	private final RecentTraces store;

	private final TraceInbox<CapturedLog> inbox;

	private final boolean all;

	private final LogSource logs;

	private final Runnable rates;

	private final InternalFailures failures;

	private final ScheduledThreadPoolExecutor executor;

	private final Supplier<UnaryOperator<List<SpanData>>> redactions;

	private volatile @Nullable UnaryOperator<List<SpanData>> redaction;

	/**
	 * Creates a viewer that holds nothing yet.
	 * @param maxBytes how much memory everything may take
	 * @param all whether to hold traces that are not kept
	 * @param logs the source of log lines
	 * @param redactions supplies the redaction of spans, called once all beans exist
	 * @param rates reads the meters; called every few seconds
	 * @param failures receives failures of the viewer itself
	 */
	TraceViewer(long maxBytes, boolean all, LogSource logs, Supplier<UnaryOperator<List<SpanData>>> redactions,
			Runnable rates, InternalFailures failures) {
		this.store = new RecentTraces(maxBytes - 2 * maxBytes / WAITING_SHARE);
		this.inbox = new TraceInbox<>(this.store, maxBytes / WAITING_SHARE, this::redacted, logs.lines());
		this.logs = logs;
		this.all = all;
		this.redactions = redactions;
		this.rates = rates;
		this.failures = failures;
		this.executor = new ScheduledThreadPoolExecutor(1, (work) -> DaemonThread.of("telemetry-viewer", work),
				new ThreadPoolExecutor.DiscardPolicy());
	}

	private List<SpanData> redacted(List<SpanData> spans) {
		UnaryOperator<List<SpanData>> redacting = this.redaction;
		return (redacting != null) ? redacting.apply(spans) : List.of();
	}

	/**
	 * Starts to process the queue. Called once all beans exist.
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void start() {
		this.redaction = this.redactions.get();
		this.logs.attach().accept(this);
		this.executor.scheduleWithFixedDelay(this::deliver, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
		// A process that was paused, as by a debugger, does not make up for readings.
		this.executor.scheduleWithFixedDelay(this::measure, 0, RATES_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void deliver() {
		try {
			this.inbox.deliver();
		}
		catch (Throwable ex) {
			this.failures.report("storing traces to look at", ex);
		}
	}

	private void measure() {
		try {
			this.rates.run();
		}
		catch (Throwable ex) {
			this.failures.report("measuring rates to look at", ex);
		}
	}

	@Override
	public void accept(List<ReadableSpan> spans, long bytes, boolean expendable) {
		this.inbox.acceptKept(spans, bytes);
	}

	@Override
	public boolean takesDropped() {
		return this.all;
	}

	@Override
	public void dropped(List<ReadableSpan> spans, long bytes, @Nullable String refused) {
		this.inbox.acceptDropped(spans, bytes, refused);
	}

	@Override
	public void accept(CapturedLog log) {
		this.inbox.acceptLog(log);
	}

	/**
	 * Returns the held traces, including all data that was received so far.
	 */
	RecentTraces traces() {
		if (this.redaction != null) {
			deliver();
		}
		return this.store;
	}

	/**
	 * Returns how many spans and log lines were lost because they came too fast, or could
	 * not be read.
	 */
	long missed() {
		return this.inbox.missed();
	}

	/**
	 * Returns how many log lines were removed before their trace came, if it came at all.
	 */
	long evictedLogs() {
		return this.inbox.evictedLogs();
	}

	boolean capturesAll() {
		return this.all;
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
