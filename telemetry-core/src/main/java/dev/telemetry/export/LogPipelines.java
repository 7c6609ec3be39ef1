package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.ExporterState;

/**
 * Passes log records to exporters, each with a pipeline of its own, as
 * {@link SpanPipelines} does with spans: a bounded queue, batches, a circuit breaker, and
 * an account of every record. Threads of the application never wait and never see a
 * failure. When a backend is back, one record with the event name
 * {@code telemetry.data_loss} tells it what it missed. Threads start with the first
 * record and do not keep the JVM alive. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> a record as it is handed over
 * @since 0.1.0
 */
public final class LogPipelines<T> {

	private final ExportPipelines<T, LogRecordData> pipelines;

	private final LogRecords<T> kind;

	/**
	 * Creates the pipelines.
	 * @param targets the exporters, which are shut down with the pipelines
	 * @param settings the settings of each pipeline
	 * @param context the context that is current while an exporter is called
	 * @param footprint measures how much memory a record takes, in bytes; must be cheap
	 * and must not throw
	 * @param conversion converts a record to its exported form, and removes what must not
	 * leave the process; called on the exporting threads
	 */
	public LogPipelines(List<LogTarget> targets, PipelineSettings settings, Context context,
			ToLongFunction<T> footprint, Function<T, LogRecordData> conversion) {
		this.kind = new LogRecords<>(footprint, conversion);
		this.pipelines = new ExportPipelines<>(this.kind, targets.stream().map(LogSink::new).toList(), settings,
				context);
	}

	/**
	 * Passes a record to all exporters. Neither waits nor throws.
	 * @param log the record; must not change any more
	 * @param expendable whether the record is refused first when room is short
	 */
	public void accept(T log, boolean expendable) {
		this.pipelines.accept(List.of(log), this.kind.footprint(log), expendable);
	}

	/**
	 * Returns the current numbers of all exporters.
	 * @return the outcomes of the records so far
	 */
	public List<ExporterHealth> health() {
		return this.pipelines.health();
	}

	/**
	 * Returns the live states of all exporters.
	 * @return one state for each exporter
	 */
	public List<ExporterState> states() {
		return this.pipelines.states();
	}

	/**
	 * Sends the queued records.
	 * @return success if all records were acknowledged
	 */
	public CompletableResultCode forceFlush() {
		return this.pipelines.flush();
	}

	/**
	 * Sends the queued records of all pipelines in parallel, within the shutdown timeout,
	 * and shuts the exporters down. Records that could not be delivered are counted, and
	 * one line reports them.
	 * @param used how much of the shutdown timeout others have used; a second is left in
	 * any case
	 * @return success when the shutdown is complete
	 */
	public CompletableResultCode shutdown(Duration used) {
		return this.pipelines.shutdown(used);
	}

	/**
	 * Shuts down within the whole shutdown timeout.
	 * @return success when the shutdown is complete
	 */
	public CompletableResultCode shutdown() {
		return shutdown(Duration.ZERO);
	}

	/**
	 * Returns the result of the shutdown, which completes after {@link #shutdown()} was
	 * called.
	 * @return success when the shutdown is complete
	 */
	public CompletableResultCode end() {
		return this.pipelines.end();
	}

	@Override
	public String toString() {
		return "LogPipelines" + states();
	}

}
