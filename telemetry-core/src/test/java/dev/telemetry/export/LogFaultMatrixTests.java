package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.LazyLogExporter;
import dev.telemetry.export.otlp.OtlpEndpoint;
import dev.telemetry.export.otlp.OtlpLogExporters;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.export.otlp.OtlpSettings;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a backend does, every log record is accounted for, and the backend is told
 * what it missed as soon as it is back.
 */
@NoTelemetryLeaks
class LogFaultMatrixTests {

	private static final PipelineSettings SETTINGS = new PipelineSettings(100, 20, 3 * 1024 * 1024,
			Duration.ofMillis(10), Duration.ofSeconds(2), 1, Duration.ofMillis(50), Duration.ofSeconds(2));

	/** The first request of a process takes so long that it would be given up. */
	@BeforeAll
	static void sendTheFirstRequests() {
		for (OtlpProtocol protocol : OtlpProtocol.values()) {
			try (OtlpReceiver receiver = ExportPath.receiver(protocol)) {
				LogPipelines<String> pipelines = pipelines(receiver.endpoint(), protocol, ExportPath.PATIENCE);
				send(pipelines, 1);
				receiver.awaitLog((candidate) -> true);
				pipelines.shutdown().join(10, TimeUnit.SECONDS);
			}
		}
	}

	static Stream<Arguments> faults() {
		return Stream.of(OtlpProtocol.values())
			.flatMap((protocol) -> Stream
				.of(Behaviour.refuse(), Behaviour.hang(), Behaviour.closeInTheMiddle(), Behaviour.status(400),
						Behaviour.status(401), Behaviour.status(413), Behaviour.status(429, Duration.ofSeconds(1)),
						Behaviour.status(503), Behaviour.body("text/html", "<html>Please log in</html>"))
				.map((fault) -> Arguments.of(protocol, fault)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void survivesWhatABackendDoes(OtlpProtocol protocol, Behaviour fault) {
		try (CapturedLog log = new CapturedLog(); OtlpReceiver receiver = ExportPath.receiver(protocol)) {
			receiver.respond(fault);
			LogPipelines<String> pipelines = pipelines(receiver.endpoint(), protocol);
			send(pipelines, 20);
			Eventually.until(() -> "a request: " + receiver, () -> receiver.attempts() > 0);
			send(pipelines, 150);
			Eventually.until(() -> "a loss: " + pipelines, () -> health(pipelines).lost() > 0);
			// What still waits for an answer gets none, so that it does not count there.
			receiver.respond(Behaviour.refuse());
			receiver.respond(Behaviour.accept());
			Eventually.until(() -> "rest: " + pipelines, () -> health(pipelines).queued() == 0);
			pipelines.accept("after", false);
			receiver.awaitLog((candidate) -> candidate.body().equals("after"));
			Eventually.until(() -> "told of all losses: " + pipelines + ", " + receiver,
					() -> told(receiver) >= health(pipelines).lost());
			assertThat(pipelines.shutdown().join(10, TimeUnit.SECONDS).isDone()).isTrue();
			ExporterHealth health = health(pipelines);
			assertThat(health.isBalanced()).isTrue();
			assertThat(health.queued()).isZero();
			assertThat(told(receiver)).isEqualTo(health.lost());
			// A batch whose answer came too late has arrived, and counts as lost.
			assertThat(work(receiver).map(ReceivedLog::body).distinct()).hasSizeBetween((int) health.exported(),
					(int) (health.exported() + health.dropped().getOrDefault(LossReason.EXPORT_FAILED, 0L)));
			assertThat(log.everything()).allSatisfy((line) -> assertThat(line).doesNotContain(ExportPath.SECRET));
		}
	}

	@ParameterizedTest
	@MethodSource("protocols")
	void countsWhatABackendRejectsOfABatchThatItAccepts(OtlpProtocol protocol) {
		try (CapturedLog ignored = new CapturedLog(); OtlpReceiver receiver = ExportPath.receiver(protocol)) {
			receiver.respond(Behaviour.partialSuccess(2, "too old"));
			LogPipelines<String> pipelines = pipelines(receiver.endpoint(), protocol);
			send(pipelines, 10);
			Eventually.until(() -> "rejected: " + pipelines,
					() -> health(pipelines).dropped().getOrDefault(LossReason.REJECTED, 0L) > 0);
			receiver.respond(Behaviour.accept());
			pipelines.shutdown().join(10, TimeUnit.SECONDS);
			assertThat(health(pipelines).isBalanced()).isTrue();
		}
	}

	static OtlpProtocol[] protocols() {
		return OtlpProtocol.values();
	}

	private static LogPipelines<String> pipelines(String url, OtlpProtocol protocol) {
		return pipelines(url, protocol, ExportPath.REQUEST_TIMEOUT);
	}

	private static LogPipelines<String> pipelines(String url, OtlpProtocol protocol, Duration timeout) {
		OtlpEndpoint endpoint = OtlpEndpoint.ofLogs(url.replace("http://", "http://ann:" + ExportPath.SECRET + "@"),
				protocol);
		OtlpSettings settings = new OtlpSettings(endpoint, Map.of(), timeout, timeout, false, null);
		OtlpResponses responses = new OtlpResponses();
		LogTarget target = new LogTarget("otlp", endpoint.toString(),
				new LazyLogExporter(endpoint.toString(), () -> OtlpLogExporters.create(settings, responses)),
				responses);
		return new LogPipelines<>(List.of(target), SETTINGS, Context.root(), (text) -> 100 + 2L * text.length(),
				LogFaultMatrixTests::convert);
	}

	private static LogRecordData convert(String text) {
		return TestLogs.log(text, Resource.getDefault());
	}

	private static void send(LogPipelines<String> pipelines, int number) {
		for (int i = 0; i < number; i++) {
			pipelines.accept("line " + System.nanoTime(), true);
		}
	}

	private static ExporterHealth health(LogPipelines<String> pipelines) {
		return pipelines.health().get(0);
	}

	private static Stream<ReceivedLog> work(OtlpReceiver receiver) {
		return receiver.logs().stream().filter((log) -> log.eventName().isEmpty());
	}

	private static long told(OtlpReceiver receiver) {
		return receiver.logs()
			.stream()
			.filter((log) -> log.eventName().equals("telemetry.data_loss"))
			.mapToLong((log) -> (Long) log.attributes().get("telemetry.data_loss.logs"))
			.sum();
	}

}
