package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.LazySpanExporter;
import dev.telemetry.export.otlp.OtlpEndpoint;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.export.otlp.OtlpSettings;
import dev.telemetry.export.otlp.OtlpSpanExporters;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.names.DataLossAttributes;
import dev.telemetry.names.SpanNames;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline with a real OTLP exporter at its end.
 */
final class ExportPath implements AutoCloseable {

	static final Duration REQUEST_TIMEOUT = Duration.ofMillis(400);

	/** Long enough on a busy machine. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Everything happens soon. */
	static final PipelineSettings FAST = new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10),
			Duration.ofSeconds(2), 2, Duration.ofMillis(50), Duration.ofSeconds(2));

	/** For tests that count every span: nothing fails because the machine is busy. */
	static final PipelineSettings PATIENT = new PipelineSettings(2_048, 512, 3 * 1024 * 1024, Duration.ofMillis(10),
			Duration.ofSeconds(20), 3, Duration.ofMillis(50), Duration.ofSeconds(20));

	static final String SECRET = "s3cr3t";

	final SpanPipelines pipelines;

	private ExportPath(SpanPipelines pipelines) {
		this.pipelines = pipelines;
	}

	static OtlpReceiver receiver(OtlpProtocol protocol) {
		return (protocol == OtlpProtocol.GRPC) ? OtlpReceiver.grpc() : OtlpReceiver.http();
	}

	static ExportPath to(String url, OtlpProtocol protocol) {
		return to(url, protocol, FAST, REQUEST_TIMEOUT);
	}

	static ExportPath to(String url, OtlpProtocol protocol, PipelineSettings settings, Duration timeout) {
		ExportTarget target = target(url, protocol, timeout);
		return new ExportPath(new SpanPipelines(List.of(target), settings, Context.root()));
	}

	static ExportTarget target(String url, OtlpProtocol protocol, Duration timeout) {
		String secretUrl = url.replace("http://", "http://ann:" + SECRET + "@");
		OtlpEndpoint endpoint = OtlpEndpoint.of(secretUrl, protocol);
		OtlpSettings settings = new OtlpSettings(endpoint, Map.of("authorization", "Bearer " + SECRET), timeout,
				timeout, false, null);
		OtlpResponses responses = new OtlpResponses();
		SpanExporter exporter = new LazySpanExporter(endpoint.toString(),
				() -> OtlpSpanExporters.create(settings, responses));
		return new ExportTarget("otlp", endpoint.toString(), exporter, exporter, responses);
	}

	static ExportPath to(SpanExporter exporter, PipelineSettings settings) {
		return to(List.of(ExportTarget.of("scripted", exporter)), settings);
	}

	static ExportPath to(List<ExportTarget> targets, PipelineSettings settings) {
		return new ExportPath(new SpanPipelines(targets, settings, Context.root()));
	}

	void send(int traces, int spans) {
		for (int i = 0; i < traces; i++) {
			send(TestTraces.trace(spans));
		}
	}

	/**
	 * Sends spans that are lost, each on its own, wherever they go.
	 */
	void sendTooDeep(int spans) {
		send(TestTraces.tooDeep(spans));
	}

	void send(List<ReadableSpan> trace) {
		this.pipelines.accept(trace);
	}

	ExporterHealth health() {
		return this.pipelines.health().get(0);
	}

	long dropped(LossReason reason) {
		return Objects.requireNonNull(health().dropped().get(reason));
	}

	void awaitLoss() {
		Eventually.until(() -> "a loss: " + this.pipelines, () -> health().lost() > 0);
	}

	void awaitOpen() {
		Eventually.until(() -> "an open breaker: " + this.pipelines, () -> health().breaker() != BreakerState.CLOSED);
	}

	void awaitRest() {
		Eventually.until(() -> "rest: " + this.pipelines, () -> health().queued() == 0 && health().isBalanced());
	}

	/**
	 * Waits until the backend knows of all that it missed.
	 */
	void awaitTold(OtlpReceiver receiver) {
		awaitRest();
		Eventually.until(() -> "told of all losses: " + this.pipelines + ", " + receiver,
				() -> told(receiver) >= health().lost());
	}

	void awaitTold(ScriptedExporter exporter) {
		awaitRest();
		Eventually.until(() -> "told of all losses: " + this.pipelines, () -> told(exporter) >= health().lost());
	}

	static long told(ScriptedExporter exporter) {
		return exporter.dataLoss()
			.stream()
			.mapToLong((span) -> Objects.requireNonNull(span.getAttributes().get(DataLossAttributes.SPANS)))
			.sum();
	}

	static List<ReceivedSpan> dataLoss(OtlpReceiver receiver) {
		return receiver.spans().stream().filter((span) -> span.name().equals(SpanNames.DATA_LOSS)).toList();
	}

	static List<ReceivedSpan> work(OtlpReceiver receiver) {
		return receiver.spans().stream().filter((span) -> !span.name().equals(SpanNames.DATA_LOSS)).toList();
	}

	/**
	 * How many losses the backend was told of.
	 */
	static long told(OtlpReceiver receiver) {
		return dataLoss(receiver).stream()
			.mapToLong((span) -> (Long) span.attributes().get("telemetry.data_loss.spans"))
			.sum();
	}

	/**
	 * Ends, as an application does.
	 */
	@Override
	public void close() {
		assertThat(this.pipelines.shutdown().join(10, TimeUnit.SECONDS).isDone()).as("shutdown").isTrue();
		assertThat(this.pipelines.health()).allSatisfy((health) -> {
			assertThat(health.isBalanced()).as("balance of " + health).isTrue();
			assertThat(health.queued()).as("queued of " + health).isZero();
		});
	}

}
