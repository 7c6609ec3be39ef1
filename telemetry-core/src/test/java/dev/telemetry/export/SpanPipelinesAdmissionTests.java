package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which spans get into a pipeline, and that all others are counted.
 */
@NoTelemetryLeaks
class SpanPipelinesAdmissionTests {

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@Test
	void aTraceThatDoesNotFitIsRefusedWhole() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.HANG);
		try (ExportPath path = ExportPath.to(exporter, shortShutdown())) {
			path.send(1, 60);
			path.send(1, 60);
			path.send(1, 40);
			path.send(1, 1);
			assertThat(path.health().queued()).isEqualTo(100);
			assertThat(path.dropped(LossReason.QUEUE_FULL)).isEqualTo(61);
			assertThat(path.health().isBalanced()).isTrue();
		}
	}

	@Test
	void ofATraceThatIsLargerThanTheQueueAsMuchIsTakenAsThereIsRoomFor() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.HANG);
		try (ExportPath path = ExportPath.to(exporter, shortShutdown())) {
			path.send(1, 250);
			assertThat(path.health().queued()).isEqualTo(100);
			assertThat(path.dropped(LossReason.QUEUE_FULL)).isEqualTo(150);
			assertThat(path.health().isBalanced()).isTrue();
		}
	}

	@Test
	void aTraceThatIsLargerThanTheQueueArrivesWhereTheBackendIsFast() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.send(1, 101);
			path.awaitRest();
			assertThat(path.health().exported()).isPositive();
			assertThat(path.dropped(LossReason.TOO_LARGE)).isZero();
		}
	}

	@Test
	void aTraceThatHasMoreBytesThanTheQueueIsRefused() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.HANG);
		try (ExportPath path = ExportPath.to(exporter, bytes(100_000))) {
			path.send(TestTraces.trace("work", 1, (span) -> span.setAttribute("text", "x".repeat(40_000))));
			path.send(TestTraces.trace("work", 1, (span) -> span.setAttribute("text", "x".repeat(40_000))));
			assertThat(path.health().queued()).isEqualTo(1);
			assertThat(path.dropped(LossReason.QUEUE_FULL)).isEqualTo(1);
			path.send(1, 1);
			assertThat(path.health().queued()).isEqualTo(2);
			path.send(TestTraces.trace("work", 1, (span) -> span.setAttribute("text", "x".repeat(60_000))));
			assertThat(path.dropped(LossReason.TOO_LARGE)).isEqualTo(1);
			assertThat(path.health().isBalanced()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "100, 1000000", "1000, 6000" })
	void aQueueIsSentBeforeItIsFull(int queueSize, long queueBytes) {
		PipelineSettings settings = new PipelineSettings(queueSize, queueBytes, 100, 3 * 1024 * 1024,
				Duration.ofMinutes(1), Duration.ofSeconds(20), 2, Duration.ofMillis(50), Duration.ofMillis(100));
		try (ExportPath path = ExportPath.to(new ScriptedExporter(ScriptedExporter.SUCCEED), settings)) {
			path.send(1, 1);
			path.awaitRest();
			for (int i = 0; i < 10; i++) {
				path.pipelines.accept(TestTraces.trace(60), 3_600, true);
				path.awaitRest();
			}
			assertThat(path.health().exported()).isEqualTo(601);
		}
	}

	@Test
	void bytesAreGivenBackWhenABatchIsSent() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		try (ExportPath path = ExportPath.to(exporter, bytes(100_000))) {
			for (int i = 0; i < 20; i++) {
				path.send(TestTraces.trace("work", 3, (span) -> span.setAttribute("text", "x".repeat(15_000))));
				path.awaitRest();
			}
			assertThat(path.health().exported()).isEqualTo(60);
			assertThat(path.pipelines.states().get(0).queue().heldBytes()).isZero();
		}
	}

	@Test
	void whatIsExpendableIsRefusedFirst() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.HANG);
		try (ExportPath path = ExportPath.to(exporter, shortShutdown())) {
			path.pipelines.accept(TestTraces.trace(70), 70_000, true);
			path.pipelines.accept(TestTraces.trace(10), 10_000, true);
			assertThat(path.dropped(LossReason.QUEUE_FULL)).isEqualTo(10);
			path.pipelines.accept(TestTraces.trace(30), 30_000, false);
			assertThat(path.dropped(LossReason.QUEUE_FULL)).isEqualTo(10);
			assertThat(path.health().queued()).isEqualTo(100);
		}
	}

	@Test
	void tracesWithoutSpansTakeNoRoom() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.HANG);
		try (ExportPath path = ExportPath.to(exporter, shortShutdown())) {
			path.send(1, 1);
			Eventually.until(() -> "a batch", () -> exporter.batches.size() == 1);
			IntStream.range(0, 200).forEach((i) -> path.send(List.of()));
			path.send(1, 99);
			assertThat(path.health().handedOver()).isEqualTo(100);
			assertThat(path.health().queued()).isEqualTo(100);
			exporter.follow(ScriptedExporter.SUCCEED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void numbersAddUpWhenManyThreadsHandOverMoreThanABackendTakes(OtlpProtocol protocol) {
		List<ReadableSpan> trace = TestTraces.trace(2);
		try (OtlpReceiver receiver = ExportPath.receiver(protocol);
				ExportPath path = ExportPath.to(receiver.endpoint(), protocol, ExportPath.PATIENT,
						Duration.ofSeconds(20))) {
			receiver.respond(Behaviour.delay(Duration.ofMillis(50)));
			CompletableFuture<?>[] threads = IntStream.range(0, 4)
				.mapToObj((thread) -> CompletableFuture.runAsync(() -> sendPaced(path), OwnThread::start))
				.toArray(CompletableFuture<?>[]::new);
			CompletableFuture.allOf(threads).orTimeout(30, TimeUnit.SECONDS).join();
			path.send(trace);
			path.awaitTold(receiver);
			ExporterHealth health = path.health();
			assertThat(health.handedOver()).isEqualTo(20_002);
			assertThat(health.dropped().get(LossReason.QUEUE_FULL)).isPositive().isEqualTo(health.lost());
			assertThat(health.exported()).isEqualTo(20_002 - health.lost());
			assertThat(ids(receiver)).hasSize((int) health.exported());
			assertThat(ExportPath.work(receiver)).hasSize((int) health.exported());
			assertThat(ExportPath.told(receiver)).isEqualTo(health.lost());
		}
	}

	// The traces are made here, which takes about a second.
	private static void sendPaced(ExportPath path) {
		path.send(2_500, 2);
	}

	private static Set<String> ids(OtlpReceiver receiver) {
		return ExportPath.work(receiver).stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
	}

	private static PipelineSettings bytes(long queueBytes) {
		return new PipelineSettings(100, queueBytes, 20, 3 * 1024 * 1024, Duration.ofMillis(10), Duration.ofSeconds(20),
				2, Duration.ofMillis(50), Duration.ofMillis(100));
	}

	private static PipelineSettings shortShutdown() {
		return new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10), Duration.ofSeconds(20), 2,
				Duration.ofMillis(50), Duration.ofMillis(100));
	}

}
