package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;
import dev.telemetry.health.SpanFootprint;

/**
 * Hands spans to exporters, each with a pipeline of its own, so that the trouble of one
 * backend is its own: a bounded queue that lets in whole traces or none, batches, a
 * circuit breaker, and an account of every span. Threads of the application never wait
 * and never see a failure. What a backend missed it is told by one span, named
 * {@code telemetry.data_loss}, when it is back. Threads start with the first span and do
 * not keep the JVM alive. Thread safe.
 */
public final class SpanPipelines implements SpanProcessor {

	private static final Logger logger = LoggerFactory.getLogger(SpanPipelines.class);

	// For exporters that do not end with the rest.
	private static final long GRACE_SECONDS = 1;

	private final List<SpanPipeline> pipelines = new ArrayList<>();

	private final PipelineSettings settings;

	private final ScheduledThreadPoolExecutor clock;

	private final AtomicReference<@Nullable CompletableResultCode> shutdown = new AtomicReference<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	/**
	 * Creates the pipelines.
	 * @param targets the exporters, which are shut down with the pipelines
	 * @param settings the settings of each pipeline
	 * @param context what is current while an exporter is called; its spans, if it makes
	 * some, must not be exported in turn
	 */
	public SpanPipelines(List<ExportTarget> targets, PipelineSettings settings, Context context) {
		this.settings = settings;
		this.clock = new ScheduledThreadPoolExecutor(1, SpanPipelines::clockThread);
		this.clock.setRemoveOnCancelPolicy(true);
		for (ExportTarget target : targets) {
			this.pipelines.add(new SpanPipeline(target, settings, context, this.clock));
		}
	}

	private static Thread clockThread(Runnable work) {
		Thread thread = new Thread(null, work, "telemetry-export-clock", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(SpanPipelines.class.getClassLoader());
		return thread;
	}

	/**
	 * Takes the spans of one trace for all exporters. For each one, all of them are
	 * queued or none. Does not wait, does not throw and allocates nothing.
	 * @param trace the spans; must not change any more
	 * @param bytes how much memory they take, as {@link SpanFootprint} measures it
	 * @param expendable whether they are refused first when room is short
	 */
	public void accept(List<ReadableSpan> trace, long bytes, boolean expendable) {
		for (int i = 0; i < this.pipelines.size(); i++) {
			this.pipelines.get(i).offer(trace, bytes, expendable);
		}
	}

	/**
	 * Takes the spans of one trace for all exporters, and measures them.
	 * @param trace the spans; must not change any more
	 */
	public void accept(List<ReadableSpan> trace) {
		long bytes = 0;
		for (int i = 0; i < trace.size(); i++) {
			bytes += SpanFootprint.of(trace.get(i));
		}
		accept(trace, bytes, false);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	/**
	 * Takes a span on its own, where nothing stands before that knows whole traces.
	 */
	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			accept(List.of(span));
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/**
	 * The numbers of all exporters.
	 * @return what became of the spans so far
	 */
	public List<ExporterHealth> health() {
		return this.pipelines.stream().map((pipeline) -> pipeline.state().health()).toList();
	}

	/**
	 * The numbers of all exporters as they change.
	 * @return one for each exporter
	 */
	public List<ExporterState> states() {
		return this.pipelines.stream().map(SpanPipeline::state).toList();
	}

	/**
	 * Sends what is queued.
	 * @return success if all of it was acknowledged
	 */
	@Override
	public CompletableResultCode forceFlush() {
		return CompletableResultCode.ofAll(this.pipelines.stream().map(SpanPipeline::flush).toList());
	}

	/**
	 * Sends what is queued, all pipelines at the same time and no longer than they may,
	 * and shuts the exporters down. What could not be delivered is counted, and one line
	 * says so.
	 * @return success when all is over
	 */
	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public CompletableResultCode shutdown() {
		CompletableResultCode result = new CompletableResultCode();
		CompletableResultCode former = this.shutdown.compareAndExchange(null, result);
		if (former != null) {
			return former;
		}
		// Both before there is an end, which stops the clock.
		this.clock.schedule(this::abandon, this.settings.shutdownTimeout().toNanos(), TimeUnit.NANOSECONDS);
		this.clock.schedule(() -> ended(result), this.settings.shutdownTimeout().plusSeconds(GRACE_SECONDS).toNanos(),
				TimeUnit.NANOSECONDS);
		CompletableResultCode.ofAll(this.pipelines.stream().map(SpanPipeline::close).toList())
			.whenComplete(() -> ended(result));
		return result;
	}

	private void abandon() {
		this.pipelines.forEach(SpanPipeline::abandon);
	}

	private void ended(CompletableResultCode result) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			report();
		}
		finally {
			this.clock.shutdownNow();
			result.succeed();
		}
	}

	private void report() {
		String lost = this.pipelines.stream()
			.map(SpanPipeline::state)
			.filter((state) -> state.dropped(LossReason.SHUTDOWN) > 0)
			.map((state) -> state.dropped(LossReason.SHUTDOWN) + " to " + state.exporter())
			.collect(Collectors.joining(", "));
		if (!lost.isEmpty()) {
			logger.warn("Spans could not be delivered before the application ended: {}", lost);
		}
	}

	@Override
	public String toString() {
		return "SpanPipelines" + states();
	}

}
