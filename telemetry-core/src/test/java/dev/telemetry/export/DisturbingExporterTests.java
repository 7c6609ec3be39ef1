package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one exporter does is nothing to the other one, and not the end of itself.
 */
@NoTelemetryLeaks
class DisturbingExporterTests {

	private static final PipelineSettings SETTINGS = new PipelineSettings(100, 20, 3 * 1024 * 1024,
			Duration.ofMillis(10), Duration.ofMillis(50), 2, Duration.ofMillis(20), Duration.ofSeconds(5));

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@ParameterizedTest
	@EnumSource
	void oneExporterDoesNotDisturbTheOther(Disturbance disturbance) {
		ScriptedExporter disturbing = new ScriptedExporter(disturbance.script);
		RecordedSpans good = new RecordedSpans();
		try (ExportPath path = ExportPath.to(targets(disturbing, good), SETTINGS)) {
			path.send(20, 3);
			path.awaitLoss();
			assertThat(good.await(60)).hasSize(60);
			path.awaitOpen();
			assertThat(path.health().exported()).isZero();
			assertThat(path.health().lastFailure()).isEqualTo(disturbance.failure);
			disturbing.follow(ScriptedExporter.SUCCEED);
			path.send(1, 3);
			path.awaitTold(disturbing);
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
			assertThat(path.health().exported()).isPositive();
			assertThat(good.await(63)).hasSize(63).noneMatch(ScriptedExporter::isDataLoss);
			ExporterHealth other = path.pipelines.health().get(1);
			assertThat(other.lost()).isZero();
			assertThat(other.breaker()).isEqualTo(BreakerState.CLOSED);
		}
	}

	@Test
	void anExporterThatInterruptsItsThreadExportsOn() {
		ScriptedExporter interrupting = new ScriptedExporter((batch) -> {
			Thread.currentThread().interrupt();
			return CompletableResultCode.ofSuccess();
		});
		try (ExportPath path = ExportPath.to(interrupting, SETTINGS)) {
			path.send(20, 3);
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(60);
		}
	}

	private static List<ExportTarget> targets(ScriptedExporter disturbing, RecordedSpans good) {
		return List.of(ExportTarget.of("disturbing", disturbing), ExportTarget.of("good", good));
	}

	/** What an exporter may do. */
	enum Disturbance {

		THROWS("IllegalStateException", (batch) -> {
			throw new IllegalStateException("a secret");
		}),

		MISSES_A_CLASS("NoClassDefFoundError", (batch) -> {
			throw new NoClassDefFoundError("a secret");
		}),

		CALLS_ITSELF("StackOverflowError", Disturbance::callsItself),

		RETURNS_NULL("NullPointerException", (batch) -> null),

		FAILS("not acknowledged", ScriptedExporter.FAIL),

		FAILS_WITH_A_CAUSE("IllegalStateException",
				(batch) -> CompletableResultCode
					.ofExceptionalFailure(new RuntimeException(new IllegalStateException("a secret")))),

		NEVER_COMPLETES("no answer within 50 ms", ScriptedExporter.HANG),

		BLOCKS("no answer within 50 ms", (batch) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return CompletableResultCode.ofSuccess();
		});

		private final String failure;

		private final Function<List<SpanData>, CompletableResultCode> script;

		Disturbance(String failure, Function<List<SpanData>, CompletableResultCode> script) {
			this.failure = failure;
			this.script = script;
		}

		private static CompletableResultCode callsItself(List<SpanData> batch) {
			CompletableResultCode result = callsItself(batch);
			return CompletableResultCode.ofAll(List.of(result));
		}

	}

}
