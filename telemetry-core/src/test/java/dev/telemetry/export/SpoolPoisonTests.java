package dev.telemetry.export;

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

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;

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
