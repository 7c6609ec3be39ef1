package dev.telemetry.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.record.OperationMeter;
import dev.telemetry.record.RunningJob;

/**
 * Finds the job of each queue and type that has been running longest. One search serves
 * all gauges of a scrape. Thread safe.
 */
final class LongestJobs {

	private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final List<Supplier<List<RunningJob>>> sources = new CopyOnWriteArrayList<>();

	private volatile @Nullable Found found;

	void add(Supplier<List<RunningJob>> source) {
		this.sources.add(source);
	}

	/**
	 * Returns the longest running job of a queue and type.
	 * @return the job, or {@code null} if none runs
	 */
	@Nullable RunningJob of(OperationMeter meter) {
		Found last = this.found;
		if (last == null || System.nanoTime() - last.nanos() > MAX_AGE_NANOS) {
			last = new Found(find(), System.nanoTime());
			this.found = last;
		}
		return last.jobs().get(meter);
	}

	private Map<OperationMeter, RunningJob> find() {
		Map<OperationMeter, RunningJob> longest = new HashMap<>();
		for (Supplier<List<RunningJob>> source : this.sources) {
			for (RunningJob job : source.get()) {
				longest.merge(job.meter(), job, (one, other) -> (one.nanos() >= other.nanos()) ? one : other);
			}
		}
		return longest;
	}

	/**
	 * Result of a search.
	 *
	 * @param jobs the longest running jobs by their meters
	 * @param nanos when the search took place, by a monotonic clock
	 */
	private record Found(Map<OperationMeter, RunningJob> jobs, long nanos) {

	}

}
