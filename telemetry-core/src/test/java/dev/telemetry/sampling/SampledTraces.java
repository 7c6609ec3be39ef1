package dev.telemetry.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.SamplingAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenTelemetry with both samplers, a clock that a test turns, and all that is exported.
 */
final class SampledTraces implements AutoCloseable {

	final SamplingCounts counts = new SamplingCounts();

	final InternalFailures failures = new InternalFailures();

	final AtomicLong nanos = new AtomicLong(System.nanoTime());

	final ManualSchedule timer = new ManualSchedule();

	final SamplingControl control;

	final TailSampler tail;

	final TargetRatio target;

	private final List<ReadableSpan> exported = new CopyOnWriteArrayList<>();

	private final SdkTracerProvider provider;

	private final Tracer tracer;

	SampledTraces(SamplingSettings settings, SamplingLimits limits, KeepRule... rules) {
		this(settings, limits, 0, rules);
	}

	/**
	 * Starts with a ratio that is adapted to a target, if that is above zero.
	 */
	SampledTraces(SamplingSettings settings, SamplingLimits limits, int tracesPerMinute, KeepRule... rules) {
		this(settings, limits, tracesPerMinute, () -> List.of(rules));
	}

	SampledTraces(SamplingSettings settings, Supplier<List<KeepRule>> rules) {
		this(settings, SamplingLimits.DEFAULT, 0, rules);
	}

	private SampledTraces(SamplingSettings settings, SamplingLimits limits, int tracesPerMinute,
			Supplier<List<KeepRule>> rules) {
		this.control = new SamplingControl(settings, this.nanos::get);
		this.tail = new TailSampler(this.control, limits, rules, this.counts, this.failures, this.nanos::get,
				this.timer);
		this.target = (tracesPerMinute > 0) ? new TargetRatio(this.control, tracesPerMinute, this.nanos::get) : null;
		this.provider = SdkTracerProvider.builder()
			.setClock(new TurnedClock())
			.setSampler(new HeadSampler(this.tail, this.target))
			.addSpanProcessor(new TailSamplingProcessor(this.tail, List.of(KeptTraceTarget.of(new Collecting()))))
			.build();
		this.tracer = this.provider.get("test");
	}

	SampledTraces(SamplingSettings settings, KeepRule... rules) {
		this(settings, SamplingLimits.DEFAULT, rules);
	}

	/** Nothing is kept by the ratio, and nothing because of its route. */
	static SamplingSettings.Builder rulesOnly() {
		return SamplingSettings.builder().ratio(0.0).routeInterval(Duration.ZERO);
	}

	/**
	 * Lets a second pass, and the timer run if it is armed.
	 */
	void tick() {
		turn(HandOverTimer.PERIOD_NANOS);
		this.timer.run();
	}

	void turn(long nanos) {
		this.nanos.addAndGet(nanos);
	}

	Span request() {
		return request(Context.root());
	}

	Span request(Context parent) {
		return this.tracer.spanBuilder("http.server").setSpanKind(SpanKind.SERVER).setParent(parent).startSpan();
	}

	Span below(Span parent, String name) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	/**
	 * Serves requests that fail.
	 */
	void fail(int times) {
		for (int i = 0; i < times; i++) {
			Span request = request();
			request.setStatus(StatusCode.ERROR);
			request.end();
		}
	}

	/**
	 * The reason on the root that was exported last.
	 */
	String reason() {
		List<SpanData> exported = exported();
		return exported.get(exported.size() - 1).getAttributes().get(SamplingAttributes.REASON);
	}

	static KeepRule rule(String reason, Predicate<EndedRoot> keeps) {
		return new KeepRule() {

			@Override
			public String reason() {
				return reason;
			}

			@Override
			public boolean keeps(EndedRoot root) {
				return keeps.test(root);
			}

		};
	}

	Tracer tracer() {
		return this.tracer;
	}

	OpenTelemetry openTelemetry() {
		return OpenTelemetrySdk.builder().setTracerProvider(this.provider).build();
	}

	static Context caller(boolean sampled, TraceState state) {
		return Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					(sampled) ? TraceFlags.getSampled() : TraceFlags.getDefault(), state)));
	}

	List<SpanData> exported() {
		List<SpanData> data = new ArrayList<>();
		for (ReadableSpan span : this.exported) {
			data.add(span.toSpanData());
		}
		return data;
	}

	Collection<ReadableSpan> exportedSpans() {
		return this.exported;
	}

	void flush() {
		this.provider.forceFlush();
	}

	void shutdown() {
		this.provider.shutdown();
	}

	/**
	 * Returns how many traces there were for each one that is kept as a span was, by its
	 * threshold.
	 */
	static double tracesItStandsFor(SpanData span) {
		String state = span.getSpanContext().getTraceState().get("ot");
		assertThat(state).startsWith("th:");
		String digits = state.substring("th:".length()).split(";")[0];
		double rejected = Long.parseLong((digits + "0".repeat(14 - digits.length())).toUpperCase(Locale.ROOT), 16)
				/ Math.pow(2, 56);
		return 1 / (1 - rejected);
	}

	@Override
	public void close() {
		this.provider.close();
	}

	/**
	 * Runs work when a test says so.
	 */
	static final class ManualSchedule implements HandOverTimer.Schedule {

		private final AtomicReference<Runnable> work = new AtomicReference<>();

		@Override
		public void later(Runnable work) {
			assertThat(this.work.getAndSet(work)).as("armed once").isNull();
		}

		@Override
		public void stop() {
			this.work.set(null);
		}

		boolean isArmed() {
			return this.work.get() != null;
		}

		void run() {
			Runnable work = this.work.getAndSet(null);
			if (work != null) {
				work.run();
			}
		}

	}

	private final class TurnedClock implements Clock {

		@Override
		public long now() {
			return nanoTime();
		}

		@Override
		public long nanoTime() {
			return SampledTraces.this.nanos.get();
		}

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
			SampledTraces.this.exported.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
