package dev.telemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

/**
 * The pipelines of one kind of records, one for each exporter. Thread safe.
 *
 * @param <T> a record as it is handed over
 * @param <D> a record as it is exported
 */
final class ExportPipelines<T, D> {

	// Extra time for exporters that do not shut down with the others.
	private static final long GRACE_SECONDS = 1;

	// Time that is left in any case, however much of it others have used.
	private static final Duration LEAST_LEFT = Duration.ofSeconds(1);

	// How long to wait for an appender that blocks. Without waiting, the process may end
	// before the line is logged.
	private static final Duration LOG_PATIENCE = Duration.ofSeconds(1);

	private final String kind;

	private final List<ExportPipeline<T, D>> pipelines = new ArrayList<>();

	private final PipelineSettings settings;

	private final ScheduledThreadPoolExecutor clock;

	private final AtomicBoolean shutdown = new AtomicBoolean();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final CompletableResultCode end = new CompletableResultCode();

	private volatile long shutdownNanos;

	private volatile Duration shutdownTime = Duration.ZERO;

	/**
	 * Creates the pipelines.
	 * @param kind the kind of the records
	 * @param sinks the exporters, which are shut down with the pipelines
	 * @param settings the settings of each pipeline
	 * @param context the context that is current while an exporter is called
	 */
	ExportPipelines(RecordKind<T, D> kind, List<? extends RecordSink<D>> sinks, PipelineSettings settings,
			Context context) {
		this(kind, sinks, settings, context, ExportPipelines::clockThread);
	}

	ExportPipelines(RecordKind<T, D> kind, List<? extends RecordSink<D>> sinks, PipelineSettings settings,
			Context context, ThreadFactory clockThread) {
		this.kind = kind.name();
		this.settings = settings;
		this.clock = new ScheduledThreadPoolExecutor(1, clockThread);
		this.clock.setRemoveOnCancelPolicy(true);
		for (RecordSink<D> sink : sinks) {
			this.pipelines.add(new ExportPipeline<>(kind, sink, settings, context, this.clock));
		}
	}

	private static Thread clockThread(Runnable work) {
		return DaemonThread.of("telemetry-export-clock", work);
	}

	/**
	 * Passes records that belong together to all pipelines. Neither waits nor throws, and
	 * allocates nothing unless there are more records than could ever be queued.
	 * @param bytes how much memory the records take
	 * @param expendable whether the records are refused first when room is short
	 */
	void accept(List<T> records, long bytes, boolean expendable) {
		for (int i = 0; i < this.pipelines.size(); i++) {
			this.pipelines.get(i).offer(records, bytes, expendable);
		}
	}

	List<ExporterHealth> health() {
		return this.pipelines.stream().map((pipeline) -> pipeline.state().health()).toList();
	}

	List<ExporterState> states() {
		List<ExporterState> states = new ArrayList<>();
		for (ExportPipeline<T, D> pipeline : this.pipelines) {
			states.add(pipeline.state());
		}
		return states;
	}

	/**
	 * Sends the queued records.
	 * @return success if all records were acknowledged
	 */
	CompletableResultCode flush() {
		return CompletableResultCode.ofAll(this.pipelines.stream().map(ExportPipeline::flush).toList());
	}

	/**
	 * Sends the queued records of all pipelines in parallel, within the shutdown timeout,
	 * and shuts the exporters down. Records that could not be delivered are counted, and
	 * one line reports them.
	 * @return success when the shutdown is complete
	 */
	CompletableResultCode shutdown() {
		return shutdown(Duration.ZERO);
	}

	/**
	 * Shuts down like {@link #shutdown()}, within what is left of the shutdown timeout.
	 * @param used how much of the shutdown timeout is used up
	 */
	CompletableResultCode shutdown(Duration used) {
		if (this.shutdown.compareAndSet(false, true)) {
			this.shutdownNanos = System.nanoTime();
			// Called before the end is set, which stops the clock.
			if (!limit(left(used))) {
				abandon();
			}
			CompletableResultCode.ofAll(this.pipelines.stream().map(ExportPipeline::close).toList())
				.whenComplete(this::ended);
		}
		return this.end;
	}

	/**
	 * Returns the result of the shutdown, which completes after {@link #shutdown()} was
	 * called.
	 */
	CompletableResultCode end() {
		return this.end;
	}

	private Duration left(Duration used) {
		Duration timeout = this.settings.shutdownTimeout();
		Duration left = timeout.minus(used);
		Duration least = (timeout.compareTo(LEAST_LEFT) < 0) ? timeout : LEAST_LEFT;
		return (left.compareTo(least) < 0) ? least : left;
	}

	/**
	 * Returns how long the shutdown took, zero until it is complete.
	 */
	Duration shutdownTime() {
		return this.shutdownTime;
	}

	/**
	 * Limits how long the shutdown may take.
	 * @return whether there is a thread for the clock, without which nothing is sent
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	private boolean limit(Duration timeout) {
		try {
			this.clock.schedule(this::abandon, timeout.toNanos(), TimeUnit.NANOSECONDS);
			this.clock.schedule(this::ended, timeout.plusSeconds(GRACE_SECONDS).toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (Throwable ex) {
			ExportLog.debug("There is no thread for the clock of exporters", ex);
			return false;
		}
	}

	private void abandon() {
		this.pipelines.forEach(ExportPipeline::abandon);
	}

	private void ended() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			report();
		}
		finally {
			this.clock.shutdownNow();
			this.shutdownTime = Duration.ofNanos(System.nanoTime() - this.shutdownNanos);
			this.end.succeed();
		}
	}

	private void report() {
		String lost = states().stream()
			.filter((state) -> state.dropped(LossReason.SHUTDOWN) > 0)
			.map((state) -> state.dropped(LossReason.SHUTDOWN) + " to " + state.exporter())
			.collect(Collectors.joining(", "));
		if (!lost.isEmpty()) {
			await(ExportLog.warnAside("{} could not be delivered before the application ended: {}",
					ExportLog.capitalized(this.kind), lost));
		}
	}

	private static void await(@Nullable Thread thread) {
		try {
			if (thread != null) {
				thread.join(LOG_PATIENCE.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
