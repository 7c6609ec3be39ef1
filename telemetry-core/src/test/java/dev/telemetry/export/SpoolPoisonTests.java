package dev.telemetry.export;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.Eventually;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backend that cannot cope with one batch.
 */
@NoTelemetryLeaks
class SpoolPoisonTests {

	@TempDir
	private Path directory;

	@Test
	void aBatchThatTheBackendNeverTakesDoesNotBlockTheOthersForEver() {
		SpanExporter picky = new PickyExporter();
		ExportTarget target = new ExportTarget("picky", "picky", picky, picky, new OtlpResponses(),
				new SpoolSettings(this.directory, 1 << 24, Duration.ofHours(1)));
		SpanPipelines pipelines = new SpanPipelines(List.of(target), SpooledPath.SETTINGS, Context.root());
		pipelines.accept(TestTraces.trace("poison", 1));
		Eventually.until(() -> "it on the disk: " + pipelines, () -> pipelines.health().get(0).spooled() == 1);
		Eventually.until(() -> "the loss of one span: " + pipelines, () -> {
			pipelines.accept(TestTraces.trace("good", 1));
			pipelines.forceFlush().join(1, TimeUnit.SECONDS);
			return pipelines.health().get(0).lost() == 1;
		});
		Eventually.until(() -> "an empty spool: " + pipelines, () -> pipelines.health().get(0).spooled() == 0);
		pipelines.shutdown().join(10, TimeUnit.SECONDS);
		ExporterHealth health = pipelines.health().get(0);
		assertThat(health.isBalanced()).isTrue();
		assertThat(health.exported()).isEqualTo(health.handedOver() - 1);
	}

	// What they hold back is acknowledged, although the backend may be away.
	@Test
	void aBatchThatTheBackendNeverTakesDoesNotBlockTheOthersBehindFiltersEither() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			ExportTarget real = ExportPath.target(receiver.endpoint(), OtlpProtocol.HTTP, ExportPath.PATIENCE);
			SpanExporter filtered = new ScriptedExporter(
					(batch) -> (batch.stream().anyMatch((span) -> span.getName().equals("poison")))
							? CompletableResultCode.ofExceptionalFailure(new ConnectException("Connection refused"))
							: real.exporter().export(batch));
			ExportTarget target = new ExportTarget("picky", "picky", filtered, real.exporter(), real.responses(),
					new SpoolSettings(this.directory, 1 << 24, Duration.ofHours(1)));
			SpanPipelines pipelines = new SpanPipelines(List.of(target), SpooledPath.SETTINGS, Context.root());
			pipelines.accept(TestTraces.trace("poison", 1));
			Eventually.until(() -> "it on the disk: " + pipelines, () -> pipelines.health().get(0).spooled() == 1);
			Eventually.until(() -> "the loss of one span: " + pipelines, () -> {
				pipelines.accept(TestTraces.trace("good", 1));
				pipelines.forceFlush().join(1, TimeUnit.SECONDS);
				return pipelines.health().get(0).lost() == 1;
			});
			pipelines.shutdown().join(10, TimeUnit.SECONDS);
			real.exporter().shutdown().join(10, TimeUnit.SECONDS);
			assertThat(pipelines.health().get(0).isBalanced()).isTrue();
		}
	}

	/**
	 * Takes everything but the one.
	 */
	private static final class PickyExporter implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return (spans.stream().anyMatch((span) -> span.getName().equals("poison")))
					? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
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
