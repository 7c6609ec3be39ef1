package dev.telemetry.export;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a backend is told about the spans that it did not get, and when.
 */
@NoTelemetryLeaks
class DataLossSignalTests {

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@ParameterizedTest
	@EnumSource
	void oneSpanSaysWhatIsMissingAfterAGap(OtlpProtocol protocol) {
		long before = nanos(Instant.now());
		try (OtlpReceiver receiver = ExportPath.receiver(protocol);
				ExportPath path = ExportPath.to(receiver.endpoint(), protocol)) {
			receiver.respond(Behaviour.status(400));
			path.sendTooDeep(51);
			path.send(4, 10);
			path.awaitOpen();
			receiver.respond(Behaviour.accept());
			path.awaitTold(receiver);
			assertThat(ExportPath.dataLoss(receiver)).singleElement().satisfies((span) -> {
				assertThat(span.attributes()).containsEntry("telemetry.data_loss.exporter", "otlp")
					.containsEntry("telemetry.data_loss.spans", path.health().lost())
					.containsEntry("telemetry.data_loss.too_large", 51L)
					.containsEntry("telemetry.data_loss.export_failed", path.health().lost() - 51);
				assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
				assertThat(span.statusMessage()).isEqualTo("Spans are missing: " + path.health().lost());
				assertThat(span.parentSpanId()).isEmpty();
				assertThat(span.resourceAttributes()).containsEntry("service.name", "checkout");
				assertDuring(span, before);
			});
			Eventually.until(() -> "a line about it", () -> !this.log.lines(Level.INFO).isEmpty());
			assertThat(this.log.lines(Level.INFO)).singleElement()
				.asString()
				.startsWith("Spans reach ")
				.contains("51 too large");
		}
	}

	private static void assertDuring(ReceivedSpan span, long before) {
		// The times are in whole milliseconds.
		assertThat(span.startEpochNanos()).isGreaterThan(before - 1_000_000);
		assertThat(span.endEpochNanos()).isBetween(span.startEpochNanos(), nanos(Instant.now()));
	}

	@Test
	void eachGapHasASpanOfItsOwn() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.send(1, 1);
			for (int gap = 1; gap <= 3; gap++) {
				path.sendTooDeep(50 + gap);
				path.awaitTold(exporter);
			}
			assertThat(exporter.dataLoss()).extracting((span) -> span.getStatus().getDescription())
				.containsExactly("Spans are missing: 51", "Spans are missing: 52", "Spans are missing: 53");
		}
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
		assertThat(this.log.lines(Level.INFO)).hasSize(1);
	}

	@Test
	void isToldAtOnceByABackendThatFailedToBeToldWhileItWasDown() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.FAIL);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.send(4, 10);
			Eventually.until(() -> "an attempt to tell: " + path.pipelines, () -> !exporter.dataLoss().isEmpty());
			// From now on everything but the traces fails, so that it is a trace that
			// finds the backend well again.
			exporter.follow(DataLossSignalTests::failForTheSignal);
			Eventually.until(() -> "a closed breaker: " + path.pipelines, () -> {
				path.send(1, 1);
				return path.health().breaker() == BreakerState.CLOSED;
			});
			exporter.batches.clear();
			exporter.follow(ScriptedExporter.SUCCEED);
			path.awaitTold(exporter);
		}
	}

	@Test
	void aBackendThatCannotCopeWithTheSpanStillGetsTheOthers() {
		ScriptedExporter exporter = new ScriptedExporter(DataLossSignalTests::failForTheSignal);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.sendTooDeep(51);
			for (int i = 1; i <= 5; i++) {
				int attempts = i;
				path.send(1, 2);
				Eventually.until(() -> "another attempt: " + path.pipelines,
						() -> exporter.dataLoss().size() >= attempts);
			}
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(10);
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
		}
	}

	@Test
	void isNotPartOfTheAccount() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.sendTooDeep(51);
			path.send(1, 1);
			path.awaitTold(exporter);
			assertThat(path.health().exported()).isEqualTo(1);
			assertThat(path.health().handedOver()).isEqualTo(52);
			assertThat(path.dropped(LossReason.TOO_LARGE)).isEqualTo(51);
		}
	}

	@Test
	void isSentAtTheEndOfTheApplication() {
		PipelineSettings slow = new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMinutes(1),
				Duration.ofSeconds(5), 2, Duration.ofSeconds(1), Duration.ofSeconds(5));
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		try (ExportPath path = ExportPath.to(exporter, slow)) {
			path.send(1, 1);
			path.sendTooDeep(51);
		}
		assertThat(ExportPath.told(exporter)).isEqualTo(51);
	}

	private static CompletableResultCode failForTheSignal(List<SpanData> batch) {
		return ScriptedExporter.isDataLoss(batch.get(0)) ? CompletableResultCode.ofFailure()
				: CompletableResultCode.ofSuccess();
	}

	private static long nanos(Instant time) {
		return time.getEpochSecond() * 1_000_000_000L + time.getNano();
	}

}
