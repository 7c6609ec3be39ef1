package dev.telemetry.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.MeterNames;
import dev.telemetry.record.JobProgress;
import dev.telemetry.record.OperationMeter;
import dev.telemetry.record.RunningJob;

/**
 * Measures one kind of job. Thread safe.
 */
final class JobMeter implements OperationMeter {

	private static final double MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final MeterRegistry registry;

	private final Tags tags;

	private final OutcomeTimers timers;

	private final LongestJobs longest;

	private final LastingGauges gauges;

	// Gauges of queues: no other event shows that these are in use.
	private final LastingGauges queues;

	private final AtomicBoolean progresses = new AtomicBoolean();

	private final LongAdder running = new LongAdder();

	// Until the first success, the time at which the job was first seen: a job that never
	// succeeds is late too.
	private volatile long lastSuccessMillis = System.currentTimeMillis();

	private volatile long lastFailureMillis;

	JobMeter(MeterRegistry registry, Tags tags, OutcomeTimers timers, LongestJobs longest, LastingGauges queues) {
		this.longest = longest;
		this.queues = queues;
		this.registry = registry;
		this.tags = tags;
		this.timers = timers;
		this.gauges = new LastingGauges(registry);
		gauge(MeterNames.JOB_RUNNING, "Jobs that are running", null, (job) -> job.running.doubleValue());
		gauge(MeterNames.JOB_RUNNING_LONGEST,
				"How long the longest of the jobs that run has been running; 0 if none runs", "seconds",
				JobMeter::longestSeconds);
		gauge(MeterNames.JOB_LAST_SUCCESS, "When the job last succeeded; before that, when it was first seen",
				"seconds", (job) -> job.lastSuccessMillis / MILLIS_PER_SECOND);
		gauge(MeterNames.JOB_LAST_FAILURE, "When the job last failed; 0 if it never did", "seconds",
				(job) -> job.lastFailureMillis / MILLIS_PER_SECOND);
		// A failure is reported when the job begins.
		this.gauges.registerMissing();
	}

	private void gauge(String name, String description, @Nullable String unit, ToDoubleFunction<JobMeter> value) {
		this.gauges.add(Gauge.builder(name, this, value)
			.description(description)
			.baseUnit(unit)
			.tags(this.tags)
			.strongReference(true));
	}

	private double longestSeconds() {
		RunningJob job = this.longest.of(this);
		return (job != null) ? job.nanos() / NANOS_PER_SECOND : 0;
	}

	private double progress(ToLongFunction<JobProgress> number) {
		RunningJob job = this.longest.of(this);
		JobProgress progress = (job != null) ? job.progress() : null;
		return (progress != null) ? number.applyAsLong(progress) : Double.NaN;
	}

	@Override
	public void progressed() {
		if (!this.progresses.get() && this.progresses.compareAndSet(false, true)) {
			gauge(MeterNames.JOB_PROGRESS_DONE, "How much the job that has been running longest has done", null,
					(job) -> job.progress(JobProgress::done));
			gauge(MeterNames.JOB_PROGRESS_EXPECTED,
					"How much the job that has been running longest has to do; 0 if that is not known", null,
					(job) -> job.progress(JobProgress::expected));
		}
		this.gauges.register();
	}

	/**
	 * Forgets a meter that was removed from the registry, if it is one of the job.
	 */
	void forget(Meter removed) {
		this.timers.forget(removed);
		this.gauges.forget(removed);
	}

	@Override
	public void started() {
		this.queues.registerMissing();
		this.gauges.register();
		this.running.increment();
	}

	@Override
	public void stopped() {
		this.running.decrement();
	}

	@Override
	public void ended(long durationNanos, boolean success) {
		if (success) {
			this.lastSuccessMillis = System.currentTimeMillis();
		}
		else {
			this.lastFailureMillis = System.currentTimeMillis();
		}
		this.timers.record(durationNanos, success);
	}

	// Looked up each time, which is rare, so that it is correct even after the counter
	// was removed.
	@Override
	public void skipped(long durationNanos) {
		Counter.builder(MeterNames.JOB_SKIPPED)
			.description("Jobs that were skipped")
			.tags(this.tags)
			.register(this.registry)
			.increment();
	}

}
