package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanPipelines} as an application sees it.
 */
@NoTelemetryLeaks
class SpanPipelinesTests {

	// Nothing is sent before somebody asks for it.
	private static final PipelineSettings SETTINGS = new PipelineSettings(100, 50, 3 * 1024 * 1024,
			Duration.ofMinutes(1), Duration.ofSeconds(5), 2, Duration.ofMinutes(1), Duration.ofSeconds(5));

	private final ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@Test
	void aFlushSendsWhatIsQueued() {
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			path.send(3, 2);
			assertThat(flush(path).isSuccess()).isTrue();
			assertThat(path.health().exported()).isEqualTo(6);
		}
	}

	@Test
	void aFlushFailsWhenTheBackendDoesNotAcknowledge() {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.follow((batch) -> first);
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			path.send(1, 2);
			Eventually.until(() -> "a first batch", () -> !this.exporter.batches.isEmpty());
			this.exporter.follow(ScriptedExporter.FAIL);
			path.send(3, 2);
			CompletableResultCode flushed = path.pipelines.forceFlush();
			first.succeed();
			assertThat(flushed.join(10, TimeUnit.SECONDS).isDone()).isTrue();
			assertThat(flushed.isSuccess()).isFalse();
			path.awaitRest();
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(6);
		}
	}

	@Test
	void aFlushTriesABackendThatWasDown() {
		this.exporter.follow(ScriptedExporter.FAIL);
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			for (int i = 0; i < 2; i++) {
				path.send(1, 1);
				flush(path);
			}
			path.awaitOpen();
			path.send(2, 1);
			this.exporter.follow(ScriptedExporter.SUCCEED);
			assertThat(flush(path).isSuccess()).isTrue();
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(2);
		}
	}

	@Test
	void aFlushOfWhatNeverBeganSucceeds() {
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			assertThat(flush(path).isSuccess()).isTrue();
		}
	}

	@Test
	void aFlushAfterTheEndFailsAtOnce() {
		ExportPath path = ExportPath.to(this.exporter, SETTINGS);
		path.send(1, 1);
		path.close();
		assertThat(flush(path).isSuccess()).isFalse();
	}

	@Test
	void aFlushThatIsOnItsWayEndsWithTheApplication() {
		this.exporter.follow(ScriptedExporter.HANG);
		ExportPath path = ExportPath.to(this.exporter, new PipelineSettings(100, 50, 1_000_000, Duration.ofMinutes(1),
				Duration.ofMinutes(1), 2, Duration.ofMinutes(1), Duration.ofMillis(50)));
		path.send(1, 1);
		CompletableResultCode first = path.pipelines.forceFlush();
		Eventually.until(() -> "a batch", () -> this.exporter.batches.size() == 1);
		CompletableResultCode second = path.pipelines.forceFlush();
		path.close();
		assertThat(first.join(5, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(second.join(5, TimeUnit.SECONDS).isDone()).isTrue();
	}

	@Test
	void aFullBatchIsSentWithoutDelay() {
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			path.send(1, 1);
			path.awaitRest();
			path.send(50, 1);
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(51);
		}
	}

	@Test
	void theContextGivenIsCurrentDuringAnExport() {
		ContextKey<String> key = ContextKey.named("exporting");
		SpanPipelines pipelines = new SpanPipelines(List.of(ExportTarget.of("scripted", this.exporter)), SETTINGS,
				Context.root().with(key, "yes"));
		pipelines.accept(TestTraces.trace(1));
		assertThat(pipelines.shutdown().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.exporter.contexts).singleElement()
			.satisfies((context) -> assertThat(context.get(key)).isEqualTo("yes"));
	}

	@Test
	void takesSampledSpansAsASpanProcessor() {
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS);
				SdkTracerProvider provider = SdkTracerProvider.builder()
					.setSampler(new RecordingOnly())
					.addSpanProcessor(path.pipelines)
					.build()) {
			provider.get("test").spanBuilder("sampled").startSpan().end();
			provider.get("test").spanBuilder("recorded").startSpan().end();
			assertThat(flush(path).isSuccess()).isTrue();
			assertThat(path.health().handedOver()).isEqualTo(1);
		}
	}

	@Test
	void anInterruptFromElsewhereDoesNotKeepTheThreadBusy() {
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			path.send(1, 1);
			flush(path);
			Thread thread = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((candidate) -> candidate.getName().equals("telemetry-export-scripted"))
				.findFirst()
				.orElseThrow();
			thread.interrupt();
			Eventually.until(() -> thread + " forgets the interrupt and waits",
					() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
		}
	}

	@Test
	void namesExporterAndNumbers() {
		try (ExportPath path = ExportPath.to(this.exporter, SETTINGS)) {
			assertThat(path.pipelines).asString().contains("exporter=scripted", "handedOver=0");
		}
	}

	private static CompletableResultCode flush(ExportPath path) {
		CompletableResultCode result = path.pipelines.forceFlush().join(10, TimeUnit.SECONDS);
		assertThat(result.isDone()).isTrue();
		return result;
	}

	/**
	 * Samples spans named so, and records the others.
	 */
	private static final class RecordingOnly implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			return (name.equals("sampled")) ? SamplingResult.recordAndSample() : SamplingResult.recordOnly();
		}

		@Override
		public String getDescription() {
			return "RecordingOnly";
		}

	}

}
