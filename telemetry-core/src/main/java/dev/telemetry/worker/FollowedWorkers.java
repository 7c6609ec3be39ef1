package dev.telemetry.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.context.EnvironmentCarrier;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.decision.SpanClock;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.MeterNames;
import dev.telemetry.names.WorkerAttributes;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Follows worker processes. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class FollowedWorkers implements Workers, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FollowedWorkers.class);

	private static final int MAX_POOLS = 100;

	private final ConcurrentMap<String, PoolCounts> pools = new ConcurrentHashMap<>();

	private final AtomicLong number = new AtomicLong();

	private final AtomicBoolean warnedUnreadable = new AtomicBoolean();

	private final WorkerTools tools;

	private final LineQueue queue;

	private final FoldingThread thread;

	/**
	 * Creates workers.
	 * @param recorder starts the spans of workers
	 * @param propagator writes the context to environments
	 * @param adopter takes the spans of workers, or {@code null} if no spans are recorded
	 * @param decider decides on traces
	 * @param resource resource of the spans
	 * @param output receives lines that are not telemetry
	 * @param settings the settings
	 * @param control which lines are taken
	 * @param catalog names of events
	 * @param mode how names are treated that are not in the catalogue
	 * @param listener notified of what workers do
	 * @param failures receives failures of this project's own code
	 */
	public FollowedWorkers(TelemetryRecorder recorder, TextMapPropagator propagator, @Nullable SpanAdopter adopter,
			RootDecider decider, Resource resource, TextOutput output, WorkerSettings settings, WorkerControl control,
			EventCatalog catalog, CatalogMode mode, WorkerListener listener, InternalFailures failures) {
		FoldingTools folding = new FoldingTools(settings, control, new CatalogCheck(catalog, mode),
				new GuardedListener(listener, failures), new HeldBytes(HeldBytes.MAX));
		this.tools = new WorkerTools(recorder, propagator, adopter, decider, resource, output, folding, failures);
		this.queue = new LineQueue(settings.maxQueueBytes());
		Path file = settings.controlFile();
		this.thread = new FoldingThread(this.queue, failures,
				(file != null) ? new ControlFile(file, control, failures) : null);
	}

	@Override
	public Worker start(ProcessBuilder builder, String pool) throws IOException {
		String name = poolName(pool);
		boolean readable = isReadable(builder);
		Recording run = this.tools.startRun();
		// Read before the process starts, so that nothing that the process does
		// is earlier.
		long startEpochNanos = SpanClock.epochNanos();
		Process process;
		try {
			process = start(builder, run.context(), name);
		}
		catch (Throwable ex) {
			this.tools.decider().markFailed(Span.fromContext(run.context()).getSpanContext());
			run.fail(ex);
			throw ex;
		}
		return followed(process, name, run, startEpochNanos, readable);
	}

	// The environment of the builder is restored, because the builder may be used again.
	private Process start(ProcessBuilder builder, Context context, String pool) throws IOException {
		Map<String, String> environment = builder.environment();
		Map<String, String> before = new HashMap<>(environment);
		try {
			prepare(environment, context, pool);
			return builder.start();
		}
		finally {
			environment.keySet().retainAll(before.keySet());
			before.forEach((name, value) -> restore(name, value, environment));
		}
	}

	// A value need not be text in the encoding of this JVM: it would not be the same once
	// it was set.
	private static void restore(String name, String value, Map<String, String> environment) {
		if (!value.equals(environment.get(name))) {
			environment.put(name, value);
		}
	}

	@Override
	public Worker follow(Process process, String pool) {
		String name = poolName(pool);
		Recording run = this.tools.startRun();
		return followed(process, name, run, WorkerTimes.startOf(process), true);
	}

	private Worker followed(Process process, String pool, Recording run, long startEpochNanos, boolean readable) {
		try {
			WorkerIdentity identity = WorkerIdentity.of(process, pool, pool + "-" + this.number.incrementAndGet());
			describe(run, identity);
			PoolCounts counts = new PoolCounts(pool, countsOf(pool));
			Span span = (run.spanId() != null) ? Span.fromContext(run.context()) : Span.getInvalid();
			WorkerTrace trace = new WorkerTrace(span, this.tools.adopter(), this.tools.decider(),
					this.tools.resource());
			LineFolding folding = new LineFolding(identity, trace, new WorkerTimes(startEpochNanos, counts), counts,
					this.tools.folding());
			FollowedWorker worker = new FollowedWorker(process, identity, run, trace, counts, folding, this.queue,
					this.tools);
			if (follow(worker, readable)) {
				return worker;
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("following a worker", ex);
		}
		run.fail("unfollowed");
		return (readable) ? Workers.noop().follow(process, pool) : new NoopWorkers.Unfollowed(process, pool);
	}

	private boolean follow(FollowedWorker worker, boolean readable) {
		try {
			if (!this.thread.add(worker)) {
				return false;
			}
			worker.follow(readable);
			return true;
		}
		catch (Throwable ex) {
			this.thread.remove(worker);
			throw ex;
		}
	}

	private static void describe(Recording run, WorkerIdentity identity) {
		run.attribute(WorkerAttributes.POOL.getKey(), identity.pool())
			.attribute(WorkerAttributes.ID.getKey(), identity.id());
		if (identity.pid() > 0) {
			run.attribute(WorkerAttributes.PID.getKey(), identity.pid());
		}
		if (!identity.executable().isEmpty()) {
			run.attribute(WorkerAttributes.EXECUTABLE.getKey(), identity.executable());
		}
	}

	private PoolCounts countsOf(String pool) {
		PoolCounts counts = this.pools.get(pool);
		if (counts != null) {
			return counts;
		}
		PoolCounts added = new PoolCounts(pool, null);
		PoolCounts before = this.pools.putIfAbsent(pool, added);
		if (before == null) {
			this.tools.folding().listener().pool(added);
		}
		return (before != null) ? before : added;
	}

	@Override
	public void prepare(Map<String, String> environment) {
		prepare(environment, Context.current(), PoolRatios.ALL_POOLS);
	}

	private void prepare(Map<String, String> environment, Context context, String pool) {
		WorkerSettings settings = this.tools.folding().settings();
		try {
			EnvironmentCarrier.write(this.tools.propagator(), context, environment, settings.baggage());
			settings.environment().notInherited().forEach((name) -> removeIfInherited(name, environment));
			settings.environment()
				.variables(this.tools.folding().control(), pool)
				.forEach((name, value) -> putIfInherited(name, value, environment));
			settings.environment().repeated().forEach((name, other) -> {
				String value = environment.get(other);
				if (value != null) {
					putIfInherited(name, value, environment);
				}
			});
		}
		catch (Throwable ex) {
			this.tools.failures().report("preparing the environment of a worker", ex);
		}
	}

	// A variable that the application itself has set stays.
	private static void removeIfInherited(String name, Map<String, String> environment) {
		String inherited = System.getenv(name);
		if (inherited != null) {
			environment.remove(name, inherited);
		}
	}

	private static void putIfInherited(String name, String value, Map<String, String> environment) {
		String present = environment.get(name);
		if (present == null || present.equals(System.getenv(name))) {
			environment.put(name, value);
		}
	}

	private boolean isReadable(ProcessBuilder builder) {
		String problem = null;
		if (builder.redirectErrorStream()) {
			problem = "redirectErrorStream(true) sends it to the standard output, which is the application's";
		}
		else if (!builder.redirectError().equals(ProcessBuilder.Redirect.PIPE)) {
			problem = "it is redirected to " + builder.redirectError().type();
		}
		if (problem == null) {
			return true;
		}
		String message = "The standard error stream of a worker cannot be read: " + problem
				+ ". Its telemetry lines are not seen";
		if (this.tools.folding().settings().propagatesMisuse()) {
			throw new IllegalArgumentException(message);
		}
		if (this.warnedUnreadable.compareAndSet(false, true)) {
			logger.warn("{}. This is said once.", message);
		}
		return false;
	}

	@SuppressWarnings("ConstantValue")
	private String poolName(String pool) {
		if (pool != null && PoolName.isValid(pool)) {
			boolean known = this.pools.containsKey(pool);
			return (known || this.pools.size() < MAX_POOLS) ? pool : MeterNames.OTHER;
		}
		IllegalArgumentException misuse = new IllegalArgumentException("'pool' must be " + PoolName.ALLOWED);
		if (this.tools.folding().settings().propagatesMisuse()) {
			throw misuse;
		}
		this.tools.failures().report("being asked to start a worker", misuse);
		return MeterNames.OTHER;
	}

	/**
	 * Returns the live counts of all pools.
	 * @return the counts of each pool
	 */
	public Collection<PoolCounts> pools() {
		return List.copyOf(this.pools.values());
	}

	/**
	 * Returns the workers that are running.
	 * @return the workers
	 */
	public List<Worker> running() {
		List<Worker> running = new ArrayList<>();
		for (FollowedWorker worker : this.thread.workers()) {
			if (!worker.isOver()) {
				running.add(worker);
			}
		}
		return running;
	}

	/**
	 * Returns the control over which lines are taken.
	 * @return the control
	 */
	public WorkerControl control() {
		return this.tools.folding().control();
	}

	/**
	 * Returns how much memory the waiting lines take.
	 * @return bytes
	 */
	public long queuedBytes() {
		return this.queue.bytes();
	}

	/**
	 * Returns how much memory the waiting lines may take.
	 * @return bytes
	 */
	public long maxQueuedBytes() {
		return this.queue.maxBytes();
	}

	/**
	 * Ends the spans of all workers, with the lines that they have printed so far, but
	 * not their processes. Waits no longer than {@code telemetry.worker.drain}.
	 */
	@Override
	public void close() {
		long drain = TimeUnit.NANOSECONDS.toMillis(this.tools.folding().settings().drainNanos());
		this.thread.stop(Math.max(drain, 1));
	}

}
