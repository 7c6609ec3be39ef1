package dev.telemetry.record;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntSupplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.LogFields;
import dev.telemetry.names.SamplingAttributes;

/**
 * Records spans, measurements, or both. Thread safe. Asking again for an operation costs
 * a look-up in a concurrent map and one small key.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class OperationRecorder implements TelemetryRecorder {

	/** Number of operations that are remembered; meters have their own limit. */
	private static final int MAX_OPERATIONS = 1_000;

	private final ConcurrentMap<Key, Operation> operations = new ConcurrentHashMap<>();

	private final OperationMeters meters;

	private final RecordingTools tools;

	private final OperationSettings settings;

	/**
	 * Creates a recorder that gives all spans of a kind one name.
	 * @param openTelemetry starts spans, or {@code null} to start none
	 * @param decider decides whether traces are kept
	 * @param meters measure operations
	 * @param scopes makes spans current
	 * @param propagatesMisuse whether invalid arguments throw
	 * @param leaks restores contexts where a scope was left open
	 * @param failures receives failures of this project's own code
	 */
	public OperationRecorder(@Nullable OpenTelemetry openTelemetry, RootDecider decider, OperationMeters meters,
			SpanScopes scopes, boolean propagatesMisuse, ContextLeaks leaks, InternalFailures failures) {
		this(openTelemetry, decider, meters, scopes, OperationSettings.DEFAULTS, LogContexts.NONE,
				RecorderExtensions.none(failures), propagatesMisuse, leaks, failures);
	}

	/**
	 * Creates a recorder.
	 * @param openTelemetry starts spans, or {@code null} to start none
	 * @param decider decides whether traces are kept
	 * @param meters measure operations
	 * @param scopes makes spans current
	 * @param settings how spans are named
	 * @param logContexts adds values to log records
	 * @param extensions extensions of the application
	 * @param propagatesMisuse whether invalid arguments throw
	 * @param leaks restores contexts where a scope was left open
	 * @param failures receives failures of this project's own code
	 */
	public OperationRecorder(@Nullable OpenTelemetry openTelemetry, RootDecider decider, OperationMeters meters,
			SpanScopes scopes, OperationSettings settings, LogContexts logContexts, RecorderExtensions extensions,
			boolean propagatesMisuse, ContextLeaks leaks, InternalFailures failures) {
		this.settings = settings;
		this.meters = meters;
		this.tools = new RecordingTools((openTelemetry != null) ? openTelemetry.getTracer(Instrumentation.SCOPE) : null,
				decider, scopes, new SpanWriter(extensions.events(), failures),
				new Customizations(extensions.customizers(), failures), new Misuse(propagatesMisuse, failures), leaks,
				new OpenRecordings(), extensions.outer(), new FollowedJobs(extensions.jobs(), failures),
				settings.trace(), logContexts, failures);
		followRunningJobs();
	}

	private void followRunningJobs() {
		try {
			this.meters.runningJobs(this.tools.open()::runningJobs);
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring jobs that run", ex);
		}
	}

	@Override
	public Operation job(String queue, String type) {
		return operation(OperationKind.JOB, this.tools.misuse().name("queue", queue),
				this.tools.misuse().name("type", type));
	}

	@Override
	public Operation externalCall(String service, String operation) {
		return operation(OperationKind.EXTERNAL_CALL, this.tools.misuse().name("service", service),
				this.tools.misuse().name("operation", operation));
	}

	@Override
	public Operation span(String name) {
		return operation(OperationKind.SPAN, this.tools.misuse().name("name", name), "");
	}

	private Operation operation(OperationKind kind, String group, String name) {
		Key key = new Key(kind.spanName(), group, name);
		Operation operation = this.operations.get(key);
		if (operation == null) {
			operation = new RecordedOperation(
					NamedOperation.of(kind, group, name, this.settings, meter(kind, group, name)), this.tools);
			if (this.operations.size() < MAX_OPERATIONS) {
				this.operations.put(key, operation);
			}
		}
		return operation;
	}

	private OperationMeter meter(OperationKind kind, String group, String name) {
		try {
			if (kind.equals(OperationKind.JOB)) {
				return this.meters.job(group, name);
			}
			return (kind.equals(OperationKind.EXTERNAL_CALL)) ? this.meters.externalCall(group, name)
					: OperationMeter.NOOP;
		}
		catch (Throwable ex) {
			this.tools.failures().report("registering a meter", ex);
			return OperationMeter.NOOP;
		}
	}

	@Override
	public Recording current() {
		OpenRecording current = OpenRecording.of(Context.current());
		return (current != null) ? current : NoopRecording.INSTANCE;
	}

	/**
	 * Sends a span {@code job.heartbeat} below that of each running job whose trace is
	 * sampled, so that the backend sees that the job goes on.
	 * @param least how long a job must have been running
	 */
	public void beat(Duration least) {
		this.tools.open().beat(least.toNanos());
	}

	/**
	 * Ends all open recordings as failed, because the application ends. To be called once
	 * nothing of the application runs any more, and before tracing is shut down. If code
	 * still runs, later calls of its recording are ignored.
	 */
	public void endOpenRecordings() {
		this.tools.open().endAll();
	}

	@Override
	public void event(String name) {
		event(name, Map.of());
	}

	@Override
	public void event(String name, Map<String, ?> attributes) {
		if (this.tools.misuse().accepts("name", name)) {
			this.tools.spans().event(Span.current(), name, attributes);
		}
	}

	@Override
	public void keepTrace() {
		try {
			Span span = Span.current();
			span.setAttribute(SamplingAttributes.KEEP, true);
			this.tools.decider().keep(span.getSpanContext());
		}
		catch (Throwable ex) {
			this.tools.failures().report("keeping a trace", ex);
		}
	}

	@Override
	@SuppressWarnings("ConstantValue")
	public void queueDepth(String queue, IntSupplier depth) {
		String name = this.tools.misuse().name("queue", queue);
		if (depth == null) {
			this.tools.misuse().report("'depth' must not be null");
			return;
		}
		try {
			this.meters.queueDepth(name, depth);
		}
		catch (Throwable ex) {
			this.tools.failures().report("registering a gauge", ex);
		}
	}

	@Override
	public @Nullable String traceId() {
		SpanContext ids = Span.current().getSpanContext();
		return (ids.isValid()) ? ids.getTraceId() : null;
	}

	@Override
	public @Nullable String spanId() {
		SpanContext ids = Span.current().getSpanContext();
		return (ids.isValid()) ? ids.getSpanId() : null;
	}

	@Override
	public Map<String, String> logContext() {
		SpanContext ids = Span.current().getSpanContext();
		return (ids.isValid()) ? Map.of(LogFields.TRACE_ID, ids.getTraceId(), LogFields.SPAN_ID, ids.getSpanId())
				: Map.of();
	}

	@Override
	@SuppressWarnings("ConstantValue")
	public LogContextScope logContext(Map<String, ?> values) {
		if (values == null) {
			this.tools.misuse().report("'values' must not be null");
			return NoopRecorder.LOG_CONTEXT;
		}
		try {
			return this.tools.logContexts().open(values);
		}
		catch (Throwable ex) {
			this.tools.failures().report("adding to log records", ex);
			return NoopRecorder.LOG_CONTEXT;
		}
	}

	private record Key(@Nullable String kind, String group, String name) {

	}

}
