package dev.telemetry.export;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An open breaker keeps spans instead of losing them.
 */
@NoTelemetryLeaks
class SpanPipelinesBreakerTests {

	private final ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.FAIL);

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@Test
	void holdsTheQueueAndRefusesWhatDoesNotFit() {
		try (ExportPath path = ExportPath.to(this.exporter, settings(3, Duration.ofMinutes(1)))) {
			path.send(10, 10);
			path.awaitOpen();
			Eventually.until(() -> "3 losses: " + path.pipelines, () -> path.health().lost() == 30);
			path.send(4, 10);
			assertThat(this.exporter.batches).hasSize(3);
			assertThat(path.health().breaker()).isEqualTo(BreakerState.OPEN);
			assertThat(path.health().queued()).isEqualTo(100);
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(30);
			assertThat(path.dropped(LossReason.BREAKER_OPEN)).isEqualTo(10);
			assertThat(path.health().isBalanced()).isTrue();
		}
	}

	@Test
	void triesWithOneTraceAndSendsTheRestWhenItIsTaken() {
		try (ExportPath path = ExportPath.to(this.exporter, settings(2, Duration.ofMillis(30)))) {
			path.send(5, 10);
			path.awaitOpen();
			path.send(10, 3);
			Eventually.until(() -> "two attempts: " + path.pipelines, () -> this.exporter.batches.size() >= 4);
			this.exporter.follow(ScriptedExporter.SUCCEED);
			path.awaitTold(this.exporter);
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(path.health().lost());
		}
		List<List<SpanData>> tries = this.exporter.batches.subList(2, 4);
		assertThat(tries).allSatisfy((batch) -> assertThat(traces(batch)).isEqualTo(1));
	}

	@Test
	void triesWithTheSpanForWhatIsLostWhenNothingElseWaits() {
		try (ExportPath path = ExportPath.to(this.exporter, settings(2, Duration.ofMillis(30)))) {
			path.send(2, 10);
			path.awaitOpen();
			Eventually.until(() -> "an attempt: " + path.pipelines, () -> !this.exporter.dataLoss().isEmpty());
			assertThat(path.health().breaker()).isNotEqualTo(BreakerState.CLOSED);
			this.exporter.follow(ScriptedExporter.SUCCEED);
			Eventually.until(() -> "a closed breaker: " + path.pipelines,
					() -> path.health().breaker() == BreakerState.CLOSED);
		}
		assertThat(this.exporter.dataLoss())
			.allSatisfy((span) -> assertThat(span.getStatus().getDescription()).isEqualTo("Spans are missing: 20"));
	}

	@Test
	void staysClosedWhenFewerBatchesFailInARow() {
		try (ExportPath path = ExportPath.to(this.exporter, settings(3, Duration.ofMillis(30)))) {
			path.send(1, 10);
			path.awaitRest();
			this.exporter.follow(ScriptedExporter.SUCCEED);
			path.send(1, 10);
			path.awaitTold(this.exporter);
			this.exporter.follow(ScriptedExporter.FAIL);
			path.send(1, 10);
			path.awaitRest();
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
			this.exporter.follow(ScriptedExporter.SUCCEED);
		}
	}

	private static long traces(List<SpanData> batch) {
		return batch.stream().map(SpanData::getTraceId).distinct().count();
	}

	// One trace of 10 spans fills a batch.
	private static PipelineSettings settings(int failures, Duration probeInterval) {
		return new PipelineSettings(100, 10, 3 * 1024 * 1024, Duration.ofMillis(10), Duration.ofSeconds(5), failures,
				probeInterval, Duration.ofSeconds(5));
	}

}
