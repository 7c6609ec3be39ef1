package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.beans.factory.ObjectProvider;

import dev.telemetry.worker.FollowedWorkers;
import dev.telemetry.worker.LineFate;
import dev.telemetry.worker.LineOutcome;
import dev.telemetry.worker.PoolCounts;
import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.Worker;
import dev.telemetry.worker.WorkerControl;

/**
 * The section about worker processes and the lines that are taken from them.
 *
 * @param workers the workers, created when they are first needed
 * @param control controls which lines are taken
 * @param overrides the changes at run time
 */
record WorkersSection(ObjectProvider<FollowedWorkers> workers, WorkerControl control,
		Overrides overrides) implements TelemetrySection {

	private static final String SETTINGS = "worker.";

	/**
	 * Returns the setting for the shares of the traces by pool.
	 */
	static TelemetrySetting ratio(WorkerControl control) {
		return new AdjustableSetting<>(SETTINGS + "sampling-ratio", PoolRatios.ALLOWED, control.ratios(), (value) -> {
			PoolRatios ratios = PoolRatios.parse(value);
			return (before) -> ratios;
		});
	}

	@Override
	public String name() {
		return "workers";
	}

	@Override
	public Object read() {
		FollowedWorkers followed = this.workers.getIfAvailable();
		Map<String, Pool> pools = new TreeMap<>();
		if (followed != null) {
			followed.pools().forEach((counts) -> pools.put(counts.pool(), Pool.of(counts)));
		}
		return new State(new Values(this.control.ratios().base().values()),
				new Values(this.control.ratios().current().values()), this.overrides.active(SETTINGS).toList(),
				(followed != null) ? followed.queuedBytes() : 0, (followed != null) ? followed.maxQueuedBytes() : 0,
				(followed != null) ? followed.running().stream().map(Worker::id).toList() : List.of(), pools);
	}

	/**
	 * Workers.
	 *
	 * @param configured the settings of the configuration
	 * @param inForce the settings in force
	 * @param overrides the changes, with who made them and until when
	 * @param queuedBytes memory of the waiting lines
	 * @param maxQueuedBytes memory that the waiting lines may take
	 * @param running the workers that are running
	 * @param pools the outcomes of lines since the start, by pool
	 */
	record State(Values configured, Values inForce, List<ActiveOverride> overrides, long queuedBytes,
			long maxQueuedBytes, List<String> running, Map<String, Pool> pools) {
	}

	/**
	 * Settings, by the names of their properties.
	 */
	record Values(Map<String, Double> samplingRatio) {
	}

	/**
	 * A pool.
	 *
	 * @param linesRead how many lines were read, which is the sum of the numbers of lines
	 * below and of waiting lines
	 * @param folded how many lines became telemetry
	 * @param text how many lines were passed on as they are
	 * @param dropped how many valid lines were not taken, by reason
	 * @param rejected how many lines were invalid, by reason
	 * @param clampedTimes how many times were corrected to the time in which the worker
	 * ran
	 * @param unknownEvents how many events are not in the catalogue
	 */
	record Pool(long linesRead, long folded, long text, Map<String, Long> dropped, Map<String, Long> rejected,
			long clampedTimes, long unknownEvents) {

		static Pool of(PoolCounts counts) {
			return new Pool(counts.linesRead(), counts.lines(LineOutcome.FOLDED), counts.lines(LineOutcome.TEXT),
					byReason(counts, LineOutcome.DROPPED), byReason(counts, LineOutcome.REJECTED),
					counts.clampedTimes(), counts.unknownEvents());
		}

		private static Map<String, Long> byReason(PoolCounts counts, LineOutcome outcome) {
			Map<String, Long> lines = new TreeMap<>();
			for (LineFate fate : LineFate.values()) {
				if (fate.outcome() == outcome && counts.lines(fate) > 0) {
					lines.put(fate.reason(), counts.lines(fate));
				}
			}
			return lines;
		}

	}

}
