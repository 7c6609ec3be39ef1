package dev.telemetry.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.LossReason;
import dev.telemetry.names.SpanNames;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications do with exporters, and with what they are told of them.
 */
@NoTelemetryLeaks
class UnusualExportersTests {

	private static final PipelineSettings SETTINGS = new PipelineSettings(100, 20, 3 * 1024 * 1024,
			Duration.ofMillis(10), Duration.ofMillis(50), 2, Duration.ofMillis(20), Duration.ofSeconds(5));

	@Test
	void aFailureWithoutASimpleNameIsAFailure() {
		ScriptedExporter exporter = new ScriptedExporter((batch) -> {
			throw new IllegalStateException("boom") {

			};
		});
		try (ExportPath path = ExportPath.to(exporter, SETTINGS)) {
			path.send(1, 5);
			path.awaitLoss();
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(5);
			assertThat(path.health().lastFailure()).contains("UnusualExportersTests$");
			exporter.follow(ScriptedExporter.SUCCEED);
		}
	}

	@Test
	void anExporterMayRemoveSpansFromWhatItIsCalledWith() {
		Selective exporter = new Selective(new CopyOnWriteArrayList<>());
		try (ExportPath path = ExportPath.to(exporter, SETTINGS)) {
			path.send(TestTraces.trace("unwanted", 3));
			path.sendTooDeep(1);
			path.send(TestTraces.trace("wanted", 2));
			Eventually.until(() -> "all that is wanted: " + exporter,
					() -> exporter.sent.containsAll(List.of("wanted", SpanNames.DATA_LOSS)));
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(5);
			assertThat(exporter.sent).doesNotContain("unwanted");
		}
	}

	@Test
	void whatIsDoneAfterAFlushMayFail() {
		CompletableResultCode answer = new CompletableResultCode();
		ScriptedExporter exporter = new ScriptedExporter((batch) -> answer);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.send(1, 1);
			CountDownLatch told = new CountDownLatch(1);
			path.pipelines.forceFlush().whenComplete(() -> {
				told.countDown();
				throw new IllegalStateException("boom");
			});
			answer.succeed();
			assertThat(told).satisfies((latch) -> assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue());
			path.send(1, 1);
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(2);
		}
	}

	@Test
	void anExporterThatBlocksWhateverIsDoneIsSaidToAndGoesOnWhenItComesBack() {
		AtomicBoolean released = new AtomicBoolean();
		ScriptedExporter exporter = new ScriptedExporter((batch) -> {
			while (!released.get()) {
				Thread.onSpinWait();
			}
			return CompletableResultCode.ofSuccess();
		});
		try (CapturedLog log = new CapturedLog(); ExportPath path = ExportPath.to(exporter, SETTINGS)) {
			path.send(1, 5);
			Eventually.until(() -> "an open breaker: " + path.pipelines,
					() -> path.health().breaker() == BreakerState.OPEN);
			Eventually.until(() -> "a warning", () -> !log.lines(Level.WARN).isEmpty());
			assertThat(log.lines(Level.WARN)).first().asString().contains("does not come back from a call");
			released.set(true);
			path.send(1, 3);
			path.awaitTold(exporter);
			assertThat(path.health().exported()).isEqualTo(3);
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(5);
		}
	}

	@Test
	void aBackendThatIsKnownToBeAwayDoesNotKeepAnApplicationFromEnding() {
		PipelineSettings patient = new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10),
				Duration.ofMinutes(2), 1, Duration.ofMinutes(2), Duration.ofMinutes(2));
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.FAIL);
		try (ExportPath path = ExportPath.to(exporter, patient)) {
			path.send(1, 1);
			path.awaitOpen();
			exporter.follow(ScriptedExporter.HANG);
			path.send(1, 3);
			assertThat(path.pipelines.shutdown().join(20, TimeUnit.SECONDS).isDone()).isTrue();
			assertThat(path.dropped(LossReason.SHUTDOWN)).isEqualTo(3);
			assertThat(path.health().isBalanced()).isTrue();
		}
	}

	@Test
	void whatHoldsAllSpansBackDoesNotMakeABackendAlive() {
		ScriptedExporter dead = new ScriptedExporter(ScriptedExporter.FAIL);
		AtomicBoolean holdsBack = new AtomicBoolean();
		SpanExporter filtered = new ScriptedExporter(
				(batch) -> (holdsBack.get()) ? CompletableResultCode.ofSuccess() : dead.export(batch));
		ExportTarget target = new ExportTarget("filtered", "filtered", filtered, dead, new OtlpResponses());
		try (ExportPath path = ExportPath.to(List.of(target), SETTINGS)) {
			path.send(2, 20);
			path.awaitOpen();
			holdsBack.set(true);
			int before = dead.batches.size();
			Eventually.until(() -> "two attempts", () -> dead.batches.size() >= before + 2);
			assertThat(path.health().missing()).isTrue();
			assertThat(path.health().breaker()).isNotEqualTo(BreakerState.CLOSED);
			dead.follow(ScriptedExporter.SUCCEED);
			path.awaitTold(dead);
		}
	}

	/**
	 * An exporter that does not send all spans.
	 *
	 * @param sent the names of the spans that it sent
	 */
	private record Selective(List<String> sent) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			spans.removeIf((span) -> span.getName().equals("unwanted"));
			spans.forEach((span) -> this.sent.add(span.getName()));
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
