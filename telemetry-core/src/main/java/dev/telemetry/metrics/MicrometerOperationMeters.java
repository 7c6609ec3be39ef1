package dev.telemetry.metrics;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.MeterNames;
import dev.telemetry.record.OperationMeter;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.RunningJob;

/**
 * Timers and gauges of jobs, calls and queues. Thread safe. Jobs and calls each have up
 * to 200 combinations of names. Further combinations have {@code other} as the second
 * name, and after 200 more {@code other} as both names.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class MicrometerOperationMeters implements OperationMeters {

	private static final int MAX_COMBINATIONS = 200;

	private static final int MAX_QUEUES = 1_000;

	private static final Names OTHER = new Names(MeterNames.OTHER, MeterNames.OTHER);

	private final MeterRegistry registry;

	private final OperationMeterSettings settings;

	private final LongestJobs longest = new LongestJobs();

	private final ConcurrentMap<Names, JobMeter> jobs = new ConcurrentHashMap<>();

	private final ConcurrentMap<Names, ExternalCallMeter> calls = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, AtomicReference<IntSupplier>> queues = new ConcurrentHashMap<>();

	private final LastingGauges depths;

	/**
	 * Creates the meters; each is registered when it is first needed.
	 * @param registry where to register
	 * @param settings the buckets
	 */
	public MicrometerOperationMeters(MeterRegistry registry, OperationMeterSettings settings) {
		this.registry = registry;
		this.settings = settings;
		this.depths = new LastingGauges(registry);
		registry.config().onMeterRemoved(this::forget);
	}

	// Found by the object, because a filter may have given the meter another name.
	private void forget(Meter meter) {
		this.jobs.values().forEach((job) -> job.forget(meter));
		this.calls.values().forEach((call) -> call.timers().forget(meter));
		this.depths.forget(meter);
	}

	@Override
	public OperationMeter job(String queue, String type) {
		Names names = within(this.jobs, new Names(queue, type));
		JobMeter meter = this.jobs.get(names);
		return (meter != null) ? meter : this.jobs.computeIfAbsent(names, this::newJob);
	}

	@Override
	public OperationMeter externalCall(String service, String operation) {
		Names names = within(this.calls, new Names(service, operation));
		ExternalCallMeter meter = this.calls.get(names);
		return (meter != null) ? meter : this.calls.computeIfAbsent(names, this::newCall);
	}

	private static Names within(ConcurrentMap<Names, ?> known, Names names) {
		if (known.size() < MAX_COMBINATIONS || known.containsKey(names)) {
			return names;
		}
		// The name of the queue or the service is kept as long as there are not too many
		// of them.
		Names ofGroup = new Names(names.group(), MeterNames.OTHER);
		return (known.size() < 2 * MAX_COMBINATIONS || known.containsKey(ofGroup)) ? ofGroup : OTHER;
	}

	private JobMeter newJob(Names names) {
		Tags tags = Tags.of(MeterNames.TAG_QUEUE, names.group(), MeterNames.TAG_TYPE, names.name());
		return new JobMeter(this.registry, tags, new OutcomeTimers(this.registry, MeterNames.JOB_RUN,
				"Duration of jobs", tags, this.settings.jobBuckets()), this.longest, this.depths);
	}

	private ExternalCallMeter newCall(Names names) {
		Tags tags = Tags.of(MeterNames.TAG_SERVICE, names.group(), MeterNames.TAG_OPERATION, names.name());
		return new ExternalCallMeter(this.registry, tags, new OutcomeTimers(this.registry, MeterNames.EXTERNAL_API_CALL,
				"Duration of calls to other services", tags, this.settings.callBuckets()));
	}

	@Override
	public void runningJobs(Supplier<List<RunningJob>> jobs) {
		this.longest.add(jobs);
	}

	// Beyond the limit, a queue has no gauge: the total length of other queues
	// has no meaning.
	@Override
	public void queueDepth(String queue, IntSupplier depth) {
		AtomicReference<IntSupplier> known = this.queues.get(queue);
		if (known == null && this.queues.size() < MAX_QUEUES) {
			known = this.queues.computeIfAbsent(queue, this::newQueue);
		}
		if (known != null) {
			known.set(depth);
			this.depths.register();
		}
	}

	private AtomicReference<IntSupplier> newQueue(String queue) {
		AtomicReference<IntSupplier> source = new AtomicReference<>();
		this.depths.add(Gauge.builder(MeterNames.QUEUE_DEPTH, source, MicrometerOperationMeters::depth)
			.description("How much waits in the queue")
			.tag(MeterNames.TAG_QUEUE, queue)
			.strongReference(true));
		return source;
	}

	private static double depth(AtomicReference<IntSupplier> source) {
		@Nullable IntSupplier depth = source.get();
		return (depth != null) ? depth.getAsInt() : Double.NaN;
	}

	/**
	 * A combination of names.
	 *
	 * @param group queue of a job, or service of a call
	 * @param name type of a job, or operation of a call
	 */
	private record Names(String group, String name) {

	}

}
