package dev.telemetry.autoconfigure.worker;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.metrics.WorkerMeters;
import dev.telemetry.worker.LineFate;
import dev.telemetry.worker.PoolCounts;
import dev.telemetry.worker.WorkerEvent;
import dev.telemetry.worker.WorkerListener;

/**
 * Creates meters and log records from what workers report. Either may be absent.
 */
final class WorkerReports implements WorkerListener {

	private final Supplier<@Nullable WorkerMeters> meters;

	private final @Nullable WorkerLogs logs;

	private volatile @Nullable WorkerMeters found;

	/**
	 * Creates reports.
	 * @param meters supplies the meters with the first pool, or {@code null} if there are
	 * none
	 * @param logs creates the log records, or {@code null} if there are none
	 */
	WorkerReports(Supplier<@Nullable WorkerMeters> meters, @Nullable WorkerLogs logs) {
		this.meters = meters;
		this.logs = logs;
	}

	@Override
	public void pool(PoolCounts counts) {
		WorkerMeters meters = this.meters.get();
		this.found = meters;
		if (meters == null) {
			return;
		}
		String pool = counts.pool();
		for (LineFate fate : LineFate.values()) {
			meters.lines(pool, fate.outcome().text(), fate.reason(), counts, (source) -> source.lines(fate));
		}
		meters.pool(pool, counts, PoolCounts::runningWorkers, PoolCounts::clampedTimes, PoolCounts::unknownEvents);
	}

	@Override
	public void event(WorkerEvent event) {
		if (this.logs != null) {
			this.logs.log(event);
		}
	}

	@Override
	public void counted(String pool, String event) {
		WorkerMeters meters = this.found;
		if (meters != null) {
			meters.event(pool, event);
		}
	}

	@Override
	public void measured(String pool, String event, String measurement, double value) {
		WorkerMeters meters = this.found;
		if (meters != null) {
			meters.measurement(pool, event, measurement, value);
		}
	}

}
