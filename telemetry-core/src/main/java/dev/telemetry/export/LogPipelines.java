package dev.telemetry.export;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.ExporterState;

/**
 * Hands log records to exporters, each with a pipeline of its own, as
 * {@link SpanPipelines} does with spans: a bounded queue, batches, a circuit breaker, and
 * an account of every record. Threads of the application never wait and never see a
 * failure. What a backend missed it is told by one record with the event name
 * {@code telemetry.data_loss}, when it is back. Threads start with the first record and
 * do not keep the JVM alive. Thread safe.
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
	 * @param context what is current while an exporter is called
	 * @param footprint how much memory a record takes, in bytes; must be cheap and must
	 * not throw
	 * @param conversion makes of a record what is exported, without what must not leave
	 * the process; called on the exporting threads
	 */
	public LogPipelines(List<LogTarget> targets, PipelineSettings settings, Context context,
			ToLongFunction<T> footprint, Function<T, LogRecordData> conversion) {
		this.kind = new LogRecords<>(footprint, conversion);
		this.pipelines = new ExportPipelines<>(this.kind, targets.stream().map(LogSink::new).toList(), settings,
				context);
	}

	/**
	 * Takes a record for all exporters. Neither waits nor throws.
	 * @param log the record; must not change any more
	 * @param expendable whether it is refused first when room is short
	 */
	public void accept(T log, boolean expendable) {
		this.pipelines.accept(List.of(log), this.kind.footprint(log), expendable);
	}

	/**
	 * The numbers of all exporters.
	 * @return what became of the records so far
	 */
	public List<ExporterHealth> health() {
		return this.pipelines.health();
	}

	/**
	 * The numbers of all exporters as they change.
	 * @return one for each exporter
	 */
	public List<ExporterState> states() {
		return this.pipelines.states();
	}

	/**
	 * Sends what is queued.
	 * @return success if all of it was acknowledged
	 */
	public CompletableResultCode forceFlush() {
		return this.pipelines.flush();
	}

	/**
	 * Sends what is queued, all pipelines at the same time and no longer than they may,
	 * and shuts the exporters down. What could not be delivered is counted, and one line
	 * says so.
	 * @return success when all is over
	 */
	public CompletableResultCode shutdown() {
		return this.pipelines.shutdown();
	}

	/**
	 * The end, which {@link #shutdown()} begins.
	 * @return success when all is over
	 */
	public CompletableResultCode end() {
		return this.pipelines.end();
	}

	@Override
	public String toString() {
		return "LogPipelines" + states();
	}

}
