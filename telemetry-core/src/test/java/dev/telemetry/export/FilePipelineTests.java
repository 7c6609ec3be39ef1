package dev.telemetry.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.Eventually;
import dev.telemetry.UnexportedSpans;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.local.FileSpanExporter;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk that cannot be written to, seen from where spans are counted.
 */
@NoTelemetryLeaks
class FilePipelineTests {

	private static final PipelineSettings SETTINGS = new PipelineSettings(1_000, 10, 1_000_000, Duration.ofMillis(20),
			Duration.ofSeconds(5), 2, Duration.ofMillis(20), Duration.ofSeconds(5));

	private final Tracer tracer = UnexportedSpans.provider().build().get("test");

	@TempDir
	private Path directory;

	private SpanPipelines pipelines;

	@BeforeEach
	void start() {
		FileSettings settings = new FileSettings(this.directory.resolve("logs/traces.jsonl"), 1_000_000,
				Duration.ofDays(1), 10, 10_000_000);
		this.pipelines = new SpanPipelines(List.of(ExportTarget.of("file", new FileSpanExporter(settings))), SETTINGS,
				Context.root());
	}

	@AfterEach
	void end() {
		this.pipelines.shutdown().join(10, TimeUnit.SECONDS);
	}

	@Test
	void everySpanIsInTheFile() throws IOException {
		offer(100);
		assertThat(this.pipelines.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(names()).hasSize(100);
		assertThat(health().exported()).isEqualTo(100);
		assertThat(health().isBalanced()).isTrue();
	}

	@Test
	void whatCouldNotBeWrittenWaitsUntilItCan() throws IOException {
		Files.createFile(this.directory.resolve("logs"));
		offer(100);
		this.pipelines.forceFlush().join(10, TimeUnit.SECONDS);
		assertThat(health().exported()).isZero();
		assertThat(health().lost()).isZero();
		Files.delete(this.directory.resolve("logs"));
		Eventually.until(() -> "the spans in the file: " + this.pipelines, () -> {
			this.pipelines.forceFlush().join(10, TimeUnit.SECONDS);
			return health().exported() == 100;
		});
		assertThat(health().isBalanced()).isTrue();
		assertThat(names().stream().filter("s"::equals)).hasSize(100);
	}

	private void offer(int spans) {
		for (int i = 0; i < spans; i++) {
			Span span = this.tracer.spanBuilder("s").startSpan();
			span.end();
			this.pipelines.accept(List.of((ReadableSpan) span));
		}
	}

	private ExporterHealth health() {
		return this.pipelines.health().get(0);
	}

	private List<String> names() throws IOException {
		Path file = this.directory.resolve("logs/traces.jsonl");
		return (Files.exists(file))
				? Files.readAllLines(file).stream().flatMap((line) -> OtlpWire.names(line).stream()).toList()
				: List.of();
	}

}
