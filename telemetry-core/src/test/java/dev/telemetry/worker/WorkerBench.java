package dev.telemetry.worker;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.Eventually;
import dev.telemetry.context.KeptSpanPropagator;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingLimits;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TailSamplingProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers with samplers and all that is exported, and shells as processes.
 */
final class WorkerBench implements AutoCloseable, TextOutput, WorkerListener {

	final InternalFailures failures = new InternalFailures();

	final List<String> texts = new CopyOnWriteArrayList<>();

	final List<String> told = new CopyOnWriteArrayList<>();

	final List<WorkerEvent> events = new CopyOnWriteArrayList<>();

	final WorkerControl control;

	final Tracer tracer;

	final TelemetryRecorder recorder;

	final FollowedWorkers workers;

	/** Workers with a recorder that returns nothing, as a mock does. */
	final FollowedWorkers unrecorded;

	private final List<ReadableSpan> exported = new CopyOnWriteArrayList<>();

	private final SdkTracerProvider provider;

	WorkerBench() {
		this(settings(1_000), 1.0);
	}

	WorkerBench(WorkerSettings settings, double ratio) {
		this(settings, ratio, EventCatalog.empty(), CatalogMode.WARN, (name) -> false);
	}

	WorkerBench(WorkerSettings settings, double ratio, EventCatalog catalog, CatalogMode mode,
			Predicate<String> excluded) {
		TailSampler tail = new TailSampler(
				new SamplingControl(SamplingSettings.builder().ratio(ratio).routeInterval(Duration.ZERO).build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), this.failures);
		this.provider = SdkTracerProvider.builder()
			.setSampler(new HeadSampler(tail))
			.addSpanProcessor(new TailSamplingProcessor(tail, List.of(KeptTraceTarget.of(new Collecting()))))
			.build();
		KeptSpanPropagator propagator = new KeptSpanPropagator(W3CTraceContextPropagator.getInstance(), tail);
		OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(this.provider)
			.setPropagators(ContextPropagators.create(propagator))
			.build();
		this.tracer = openTelemetry.getTracer("test");
		this.recorder = new OperationRecorder(openTelemetry, tail, OperationMeters.NOOP, SpanScopes.PLAIN, false,
				new ContextLeaks(), this.failures);
		this.control = new WorkerControl(PoolRatios.of(Map.of()), (name, metadata) -> !excluded.test(name), List::of);
		this.workers = new FollowedWorkers(this.recorder, propagator, tail, tail, Resource.getDefault(), this, settings,
				this.control, catalog, mode, this, this.failures);
		TelemetryRecorder mock = (TelemetryRecorder) Proxy.newProxyInstance(WorkerBench.class.getClassLoader(),
				new Class<?>[] { TelemetryRecorder.class }, (proxy, method, arguments) -> null);
		this.unrecorded = new FollowedWorkers(mock, propagator, tail, tail, Resource.getDefault(), this, settings,
				this.control, catalog, mode, this, new InternalFailures());
	}

	static WorkerSettings settings(int linesPerSecond) {
		return settings(linesPerSecond, Duration.ofNanos(WorkerSettings.DEFAULTS.stopNanos()));
	}

	static WorkerSettings settings(int linesPerSecond, Duration stop) {
		WorkerSettings defaults = WorkerSettings.DEFAULTS;
		return new WorkerSettings(defaults.maxLineLength(), linesPerSecond, defaults.maxQueueBytes(),
				defaults.maxOpenSpans(), defaults.maxEvents(), Duration.ofSeconds(1).toNanos(), stop.toNanos(), false,
				false, (control, pool) -> Map.of("OTEL_EXPORTER", "stderr"), null);
	}

	static ProcessBuilder shell(String script) {
		return new ProcessBuilder("/bin/sh", "-c", script);
	}

	/**
	 * A script that prints lines on the standard error stream.
	 */
	static String print(String... lines) {
		return "cat >&2 <<'END'\n" + String.join("\n", lines) + "\nEND\n";
	}

	static String line(String event, String measurements, String metadata, String trace) {
		return "TELEMETRY:{\"event\":\"" + event + "\",\"measurements\":{" + measurements + "},\"metadata\":{"
				+ metadata + "},\"correlation_id\":\"" + trace + "\"}";
	}

	/** What a shell has to write for the ids of its parent. */
	static final String IDS = "t=${TRACEPARENT#00-}; t=${t%%-*}; p=${TRACEPARENT#00-*-}; p=${p%-*}; ";

	/**
	 * A line of a script that tells of a whole span below the parent of the shell.
	 */
	static String spanLine(String name, String id, String parent, String status) {
		return "printf 'TELEMETRY:{\"event\":\"" + name
				+ "\",\"measurements\":{\"duration_seconds\":0.001,\"size\":3},\"metadata\":{\"span_id\":\"" + id
				+ "\",\"parent_span_id\":\"%s\",\"kind\":\"INTERNAL\",\"status\":\"" + status
				+ "\",\"service\":\"scorer\"},\"timestamp_ns\":%s,\"correlation_id\":\"%s\"}\\n' \"" + parent
				+ "\" \"$(date +%s%N)\" \"$t\" >&2; ";
	}

	Span request() {
		return this.tracer.spanBuilder("http.server")
			.setSpanKind(SpanKind.SERVER)
			.setParent(Context.root())
			.startSpan();
	}

	/**
	 * Runs a script as a worker to its end, and closes it.
	 */
	FollowedWorker run(String script) throws IOException, InterruptedException {
		try (Worker worker = this.workers.start(shell(script), "scoring")) {
			worker.waitFor();
			return (FollowedWorker) worker;
		}
	}

	PoolCounts counts() {
		return this.workers.pools().iterator().next();
	}

	/**
	 * Makes sure that each line has had one fate.
	 */
	void assertAllLinesHaveAFate() {
		PoolCounts counts = counts();
		await(() -> fates(counts) == counts.linesRead());
		assertThat(fates(counts)).isEqualTo(counts.linesRead());
	}

	private static long fates(PoolCounts counts) {
		long sum = 0;
		for (LineOutcome outcome : LineOutcome.values()) {
			sum += counts.lines(outcome);
		}
		return sum;
	}

	static void await(BooleanSupplier condition) {
		Eventually.until(() -> "what the workers are to do", condition);
	}

	List<SpanData> exported() {
		return this.exported.stream().map(ReadableSpan::toSpanData).toList();
	}

	SpanData exported(String name) {
		return exported().stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	@Override
	public void text(String pool, byte[] bytes, boolean ends) {
		this.texts.add(new String(bytes, StandardCharsets.ISO_8859_1) + ((ends) ? "\n" : ""));
	}

	@Override
	public void event(WorkerEvent event) {
		this.events.add(event);
		this.told.add("event " + event.name() + " " + event.span().getSpanId());
	}

	@Override
	public void counted(String pool, String event) {
		this.told.add("counted " + pool + " " + event);
	}

	@Override
	public void measured(String pool, String event, String measurement, double value) {
		this.told.add("measured " + pool + " " + event + " " + measurement + " " + value);
	}

	@Override
	public void close() {
		this.workers.close();
		this.provider.close();
		assertThat(this.failures.count()).isZero();
	}

	private final class Collecting implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			WorkerBench.this.exported.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
