package dev.telemetry.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import dev.telemetry.Eventually;
import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.AnswerListener;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is thrown at a pipeline, and wherever, costs no more than the spans that were
 * worked on: all others arrive, and each is accounted for.
 */
@NoTelemetryLeaks
class AnyThrowableTests {

	private static final int FAULTS = 3;

	private static final PipelineSettings SETTINGS = new PipelineSettings(200, 20, 3 * 1024 * 1024,
			Duration.ofMillis(10), Duration.ofSeconds(10), 2, Duration.ofMillis(20), Duration.ofSeconds(5));

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.telemetry.export");

	private final AtomicInteger faults = new AtomicInteger();

	private final Set<String> arrived = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Place place;

	private volatile boolean away = true;

	@TempDir
	private Path directory;

	private @Nullable ExportPipeline<ReadableSpan, SpanData> pipeline;

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
			Executors.defaultThreadFactory()) {

		@Override
		public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
			at(Place.TIMER);
			return super.schedule(work, delay, unit);
		}

	};

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			at(Place.LOG);
		}

	};

	@AfterEach
	void end() {
		this.place = null;
		if (this.pipeline != null) {
			this.pipeline.close().join(10, TimeUnit.SECONDS);
			assertThat(this.pipeline.state().health().isBalanced()).isTrue();
		}
		this.clock.shutdownNow();
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
	}

	@ParameterizedTest
	@EnumSource
	void costsOnlyTheSpansThatWereWorkedOn(Place place) {
		survives(place, null);
	}

	@ParameterizedTest
	@EnumSource
	void costsOnlyTheSpansThatWereWorkedOnWhereOthersWaitOnTheDisk(Place place) {
		survives(place, new SpoolSettings(this.directory, 1 << 24, Duration.ofHours(1)));
	}

	@ParameterizedTest
	@EnumSource(names = { "FOOTPRINT", "QUEUE" })
	void aTraceThatIsLargerThanTheQueueIsAccountedForAndHarmsNoRequest(Place faulty) {
		ExportPipeline<ReadableSpan, SpanData> pipeline = new ExportPipeline<>(new FaultyKind(), new FaultySink(null),
				SETTINGS, Context.root(), this.clock);
		this.pipeline = pipeline;
		this.away = false;
		this.place = faulty;
		int spans = 2 * SETTINGS.queueSize();
		offer(pipeline, "large", spans);
		this.place = null;
		Eventually.until(() -> "nothing that waits: " + pipeline.state(), () -> isAtRest(pipeline));
		ExporterHealth health = pipeline.state().health();
		assertThat(health.handedOver()).isEqualTo(spans);
		assertThat(health.lost()).isEqualTo(spans);
		offer(pipeline, "late");
		Eventually.until(() -> "the late ones: " + pipeline.state(), () -> this.arrived.contains("late"));
	}

	private void survives(Place faulty, @Nullable SpoolSettings spool) {
		this.appender.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
		ExportPipeline<ReadableSpan, SpanData> pipeline = new ExportPipeline<>(new FaultyKind(), new FaultySink(spool),
				SETTINGS, Context.root(), this.clock);
		this.pipeline = pipeline;
		this.place = faulty;
		for (int i = 0; i < 30; i++) {
			offer(pipeline, "early");
		}
		Eventually.until(() -> "the backend away: " + pipeline.state(),
				() -> pipeline.state().breaker() != BreakerState.CLOSED || pipeline.state().spooled() > 0
						|| isAtRest(pipeline));
		this.away = false;
		Eventually.until(() -> "nothing that waits: " + pipeline.state(), () -> isAtRest(pipeline));
		this.place = null;
		offer(pipeline, "late");
		Eventually.until(() -> "the late ones: " + pipeline.state(), () -> this.arrived.contains("late"));
		Eventually.until(() -> "nothing that waits: " + pipeline.state(), () -> isAtRest(pipeline));
		ExporterHealth health = pipeline.state().health();
		assertThat(health.handedOver()).isEqualTo(62);
		assertThat(health.lost()).isLessThanOrEqualTo((long) FAULTS * SETTINGS.batchSize());
		assertThat(pipeline.state().queue().heldBytes()).isZero();
	}

	private static boolean isAtRest(ExportPipeline<?, ?> pipeline) {
		ExporterHealth health = pipeline.state().health();
		return health.queued() == 0 && health.spooled() == 0 && health.isBalanced();
	}

	private void offer(ExportPipeline<ReadableSpan, SpanData> pipeline, String name) {
		offer(pipeline, name, 2);
	}

	private void offer(ExportPipeline<ReadableSpan, SpanData> pipeline, String name, int spans) {
		List<ReadableSpan> trace = TestTraces.trace(name, spans);
		pipeline.offer(new AbstractList<>() {

			@Override
			public ReadableSpan get(int index) {
				at(Place.QUEUE);
				return trace.get(index);
			}

			@Override
			public int size() {
				return trace.size();
			}

		}, 2_001, false);
	}

	private void at(Place here) {
		if (this.place == here && this.faults.getAndIncrement() < FAULTS) {
			throw new NoClassDefFoundError("A fault at " + here);
		}
	}

	/** Where something is thrown. */
	enum Place {

		FOOTPRINT, QUEUE, CONVERT, SIZE, RESOURCE, SIGNAL, WRITE, READ, BEGIN, EXPORT, EXPORT_SIGNAL, FILTERED, TIMER,
		LOG

	}

	/**
	 * Spans, with a fault.
	 */
	private final class FaultyKind implements RecordKind<ReadableSpan, SpanData> {

		private final SpanRecords spans = new SpanRecords(UnaryOperator.identity());

		@Override
		public String name() {
			return this.spans.name();
		}

		@Override
		public long footprint(ReadableSpan span) {
			at(Place.FOOTPRINT);
			return this.spans.footprint(span);
		}

		@Override
		public SpanData convert(ReadableSpan span) {
			at(Place.CONVERT);
			return this.spans.convert(span);
		}

		@Override
		public long size(SpanData span) {
			at(Place.SIZE);
			return this.spans.size(span);
		}

		@Override
		public Resource resource(SpanData span) {
			at(Place.RESOURCE);
			return this.spans.resource(span);
		}

		@Override
		public SpanData lossSignal(LossGap.Losses losses, String exporter, Resource resource) {
			at(Place.SIGNAL);
			return this.spans.lossSignal(losses, exporter, resource);
		}

		@Override
		public @Nullable SpoolEntry write(Spool spool, List<SpanData> batch) {
			at(Place.WRITE);
			return this.spans.write(spool, batch);
		}

		@Override
		public @Nullable List<SpanData> read(Spool spool, SpoolEntry entry) {
			at(Place.READ);
			return this.spans.read(spool, entry);
		}

	}

	/**
	 * A backend that is away at first, with a fault.
	 */
	private final class FaultySink implements RecordSink<SpanData> {

		private final @Nullable SpoolSettings spool;

		FaultySink(@Nullable SpoolSettings spool) {
			this.spool = spool;
		}

		@Override
		public String name() {
			return "faulty";
		}

		@Override
		public String description() {
			return "somewhere";
		}

		@Override
		public @Nullable SpoolSettings spool() {
			return this.spool;
		}

		@Override
		public void begin(AnswerListener attempt) {
			at(Place.BEGIN);
		}

		@Override
		public CompletableResultCode export(List<SpanData> batch) {
			at(Place.EXPORT);
			return answer(batch);
		}

		private CompletableResultCode answer(List<SpanData> batch) {
			if (AnyThrowableTests.this.away) {
				return CompletableResultCode.ofExceptionalFailure(new IOException("away"));
			}
			batch.forEach((span) -> AnyThrowableTests.this.arrived.add(span.getName()));
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode exportSignal(SpanData signal) {
			at(Place.EXPORT_SIGNAL);
			return answer(List.of(signal));
		}

		@Override
		public boolean isFiltered() {
			at(Place.FILTERED);
			return false;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
