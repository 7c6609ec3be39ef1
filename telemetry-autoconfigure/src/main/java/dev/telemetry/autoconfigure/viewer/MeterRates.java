package dev.telemetry.autoconfigure.viewer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import org.jspecify.annotations.Nullable;

/**
 * Rates over the last minutes, computed from the differences between readings of the
 * meters every few seconds. Thread safe.
 */
final class MeterRates {

	static final int STEP_SECONDS = 5;

	private static final int MAX_POINTS = 60;

	private static final double MEDIAN = 0.5;

	private static final double ALMOST_ALL = 0.99;

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final MeterRegistry registry;

	private final String meter;

	private final Clock clock;

	// Guarded by this, like both fields below: the last reading of each timer.
	private Map<Meter.Id, Reading> readings = new HashMap<>();

	private @Nullable Long readNanos;

	private final Deque<Point> points = new ArrayDeque<>();

	/**
	 * Creates rates without a point.
	 * @param registry the registry of the meters
	 * @param meter name of the timers
	 * @param clock the clock
	 */
	MeterRates(MeterRegistry registry, String meter, Clock clock) {
		this.registry = registry;
		this.meter = meter;
		this.clock = clock;
	}

	/**
	 * Reads the meters.
	 */
	synchronized void read() {
		Collection<Timer> timers = this.registry.find(this.meter).timers();
		long now = this.clock.monotonicTime();
		Long before = this.readNanos;
		Map<Meter.Id, Reading> read = new HashMap<>();
		Change change = new Change();
		for (Timer timer : timers) {
			Reading reading = Reading.of(timer);
			read.put(timer.getId(), reading);
			change.add(reading, this.readings.getOrDefault(timer.getId(), Reading.NOTHING), isFailure(timer));
		}
		if (before != null && (!timers.isEmpty() || !this.points.isEmpty())) {
			add(change.point(Instant.ofEpochMilli(this.clock.wallTime()), (now - before) / NANOS_PER_SECOND));
		}
		this.readings = read;
		this.readNanos = now;
	}

	private void add(Point point) {
		if (this.points.size() == MAX_POINTS) {
			this.points.removeFirst();
		}
		this.points.addLast(point);
	}

	private static boolean isFailure(Timer timer) {
		return "SERVER_ERROR".equals(timer.getId().getTag("outcome"))
				|| "false".equals(timer.getId().getTag("success"));
	}

	/**
	 * Returns the rates and their source.
	 */
	synchronized Map<String, Object> describe() {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("meter", this.meter);
		description.put("points", points().stream().map(Point::describe).toList());
		return description;
	}

	synchronized List<Point> points() {
		return List.copyOf(this.points);
	}

	/**
	 * The rates of a step.
	 *
	 * @param at end of the step
	 * @param perSecond how many runs ended in a second
	 * @param errorsPerSecond how many of these failed
	 * @param p50Millis the median of the duration, or {@code null} if it is unknown
	 * @param p99Millis the 99th percentile of the duration, or {@code null} if it is
	 * unknown
	 */
	record Point(Instant at, double perSecond, double errorsPerSecond, @Nullable Double p50Millis,
			@Nullable Double p99Millis) {

		private Map<String, Object> describe() {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("at", this.at.toString());
			json.put("perSecond", this.perSecond);
			json.put("errorsPerSecond", this.errorsPerSecond);
			JsonFields.put(json, "p50Millis", this.p50Millis);
			JsonFields.put(json, "p99Millis", this.p99Millis);
			return json;
		}

	}

	/**
	 * A reading of a timer.
	 */
	private record Reading(long count, Map<Double, Long> buckets) {

		static final Reading NOTHING = new Reading(0, Map.of());

		static Reading of(Timer timer) {
			Map<Double, Long> buckets = new HashMap<>();
			for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
				buckets.put(bucket.bucket(TimeUnit.MILLISECONDS), (long) bucket.count());
			}
			return new Reading(timer.count(), buckets);
		}

	}

	/**
	 * The change since the last reading.
	 */
	private static final class Change {

		private long count;

		private long errors;

		// The number of runs by their maximum duration, in milliseconds.
		private final TreeMap<Double, Long> buckets = new TreeMap<>();

		void add(Reading now, Reading before, boolean failure) {
			long more = Math.max(0, now.count() - before.count());
			this.count += more;
			this.errors += (failure) ? more : 0;
			now.buckets()
				.forEach((bound, number) -> this.buckets.merge(bound,
						Math.max(0, number - before.buckets().getOrDefault(bound, 0L)), Long::sum));
		}

		Point point(Instant at, double seconds) {
			double length = Math.max(seconds, 0.001);
			return new Point(at, this.count / length, this.errors / length, percentile(MEDIAN), percentile(ALMOST_ALL));
		}

		// Interpolated linearly within a bucket, like in Prometheus.
		private @Nullable Double percentile(double share) {
			if (this.count == 0 || this.buckets.isEmpty()) {
				return null;
			}
			double rank = share * this.count;
			double lowerBound = 0;
			long below = 0;
			for (Map.Entry<Double, Long> bucket : this.buckets.entrySet()) {
				long number = bucket.getValue();
				if (number >= rank && number > below && !bucket.getKey().isInfinite()) {
					return lowerBound + (bucket.getKey() - lowerBound) * (rank - below) / (number - below);
				}
				if (!bucket.getKey().isInfinite()) {
					lowerBound = bucket.getKey();
					below = number;
				}
			}
			return lowerBound;
		}

	}

}
