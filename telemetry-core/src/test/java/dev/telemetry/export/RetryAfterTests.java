package dev.telemetry.export;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backend that is too busy gets its rest, and everything afterwards.
 */
@NoTelemetryLeaks
class RetryAfterTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@ParameterizedTest
	@EnumSource
	void nothingIsSentBeforeTheTimeThatTheBackendAskedFor(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol);
				ExportPath path = ExportPath.to(receiver.endpoint(), protocol, ExportPath.FAST, LONG)) {
			receiver.respond(Behaviour.status(429, Duration.ofSeconds(300)));
			path.send(10, 3);
			path.awaitOpen();
			path.send(5, 3);
			assertThat(path.pipelines.forceFlush().join(10, TimeUnit.SECONDS).isDone()).isTrue();
			assertThat(receiver.attempts()).isEqualTo(1);
			assertThat(path.health().queued()).isEqualTo(45);
			assertThat(path.health().lost()).isZero();
			receiver.respond(Behaviour.accept());
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatWasRefusedArrivesWhenTheTimeIsOver(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol);
				ExportPath path = ExportPath.to(receiver.endpoint(), protocol, ExportPath.FAST, LONG)) {
			receiver.respond(Behaviour.status(429, Duration.ofSeconds(1)));
			path.send(10, 3);
			path.awaitOpen();
			receiver.respond(Behaviour.accept());
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(30);
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
			assertThat(ExportPath.work(receiver)).hasSize(30);
		}
	}

	@ParameterizedTest
	@EnumSource
	void eachAttemptIsOneRequest(OtlpProtocol protocol) {
		PipelineSettings slow = new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10), LONG, 2,
				Duration.ofMinutes(1), Duration.ofSeconds(2));
		try (OtlpReceiver receiver = ExportPath.receiver(protocol);
				ExportPath path = ExportPath.to(receiver.endpoint(), protocol, slow, LONG)) {
			receiver.respond(Behaviour.status(503));
			path.send(1, 3);
			path.awaitOpen();
			assertThat(receiver.attempts()).isEqualTo(2);
			path.pipelines.forceFlush().join(10, TimeUnit.SECONDS);
			assertThat(receiver.attempts()).isEqualTo(3);
			receiver.respond(Behaviour.accept());
			assertThat(path.pipelines.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
			assertThat(receiver.attempts()).isEqualTo(4);
			assertThat(path.health().exported()).isEqualTo(3);
		}
	}

	@Test
	void aBatchThatIsNeverTakenDoesNotKeepTheOthersBack() {
		ScriptedExporter exporter = new ScriptedExporter(
				(batch) -> (batch.stream().anyMatch((span) -> span.getName().equals("poison")))
						? CompletableResultCode.ofExceptionalFailure(new IOException("no"))
						: CompletableResultCode.ofSuccess());
		try (ExportPath path = ExportPath.to(exporter, ExportPath.FAST)) {
			path.send(TestTraces.trace("poison", 1));
			path.awaitOpen();
			Eventually.until(() -> "the loss of one: " + path.pipelines, () -> {
				path.send(1, 1);
				return path.dropped(LossReason.EXPORT_FAILED) == 1;
			});
			path.awaitTold(exporter);
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(1);
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
		}
	}

}
