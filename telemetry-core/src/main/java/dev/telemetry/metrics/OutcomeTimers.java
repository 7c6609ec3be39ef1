package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.MeterNames;

/**
 * Two timers, one for successes and one for failures, each registered when it is first
 * needed. Thread safe.
 */
final class OutcomeTimers {

	private final MeterRegistry registry;

	private final String name;

	private final String description;

	private final Tags tags;

	private final List<Duration> buckets;

	private volatile @Nullable Timer success;

	private volatile @Nullable Timer failure;

	OutcomeTimers(MeterRegistry registry, String name, String description, Tags tags, List<Duration> buckets) {
		this.registry = registry;
		this.name = name;
		this.description = description;
		this.tags = tags;
		this.buckets = buckets;
	}

	void record(long durationNanos, boolean succeeded) {
		Timer timer = (succeeded) ? this.success : this.failure;
		if (timer == null) {
			timer = register(succeeded);
		}
		timer.record(durationNanos, TimeUnit.NANOSECONDS);
	}

	// Two threads may register the timer; the registry has only one nevertheless.
	private Timer register(boolean succeeded) {
		Timer timer = Timer.builder(this.name)
			.description(this.description)
			.tags(this.tags.and(MeterNames.TAG_SUCCESS, Boolean.toString(succeeded)))
			.serviceLevelObjectives(this.buckets.toArray(new Duration[0]))
			.register(this.registry);
		if (succeeded) {
			this.success = timer;
		}
		else {
			this.failure = timer;
		}
		return timer;
	}

	/**
	 * Forgets a timer that was removed from the registry, because values that it records
	 * are lost.
	 */
	void forget(Meter removed) {
		if (removed.equals(this.success)) {
			this.success = null;
		}
		if (removed.equals(this.failure)) {
			this.failure = null;
		}
	}

}
