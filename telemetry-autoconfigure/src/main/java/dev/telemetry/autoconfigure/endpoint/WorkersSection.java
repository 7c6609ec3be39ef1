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
 * Worker processes, and how much of what they tell is taken.
 *
 * @param workers the workers, made when they are first asked for
 * @param control how much is taken
 * @param overrides what was changed at run time
 */
record WorkersSection(ObjectProvider<FollowedWorkers> workers, WorkerControl control,
		Overrides overrides) implements TelemetrySection {

	private static final String SETTINGS = "worker.";

	/**
	 * Returns the shares of the traces by pool, as a setting.
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
	 * @param inForce the settings that hold now
	 * @param overrides what was changed, by whom and until when
	 * @param queuedBytes memory of the lines that wait to be looked at
	 * @param maxQueuedBytes memory that they may take
	 * @param running the workers that are running
	 * @param pools what became of lines since the start, by pool
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
	 * @param linesRead how many lines were read: that of all others here, and of those
	 * that wait
	 * @param folded how many became telemetry
	 * @param text how many were passed on as they are
	 * @param dropped how many were too many, by reason
	 * @param rejected how many were not what they claimed to be, by reason
	 * @param clampedTimes how many times were moved to when the worker ran
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
