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
import org.junit.jupiter.params.provider.EnumSource;

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
	void aTraceThatIsLargerThanTheQueueIsRefused() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.send(1, 101);
			path.send(1, 1);
			path.awaitTold(exporter);
			assertThat(path.dropped(LossReason.TOO_LARGE)).isEqualTo(101);
			assertThat(path.health().exported()).isEqualTo(1);
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

	private static PipelineSettings shortShutdown() {
		return new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10), Duration.ofSeconds(20), 2,
				Duration.ofMillis(50), Duration.ofMillis(100));
	}

}
