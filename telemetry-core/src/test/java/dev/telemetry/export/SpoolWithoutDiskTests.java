package dev.telemetry.export;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.Eventually;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline whose spool has no disk is as one without a spool.
 */
@NoTelemetryLeaks
class SpoolWithoutDiskTests {

	private static final Function<List<SpanData>, CompletableResultCode> UNREACHABLE = (batch) -> CompletableResultCode
		.ofExceptionalFailure(new ConnectException("Connection refused"));

	private final ScriptedExporter exporter = new ScriptedExporter(UNREACHABLE);

	@TempDir
	private Path directory;

	@BeforeEach
	void takeTheDiskAway() throws IOException {
		Files.createFile(this.directory.resolve("scripted"));
	}

	@Test
	void whatWaitsIsSentToABackendThatIsBackAtTheEnd() {
		try (ExportPath path = path(Duration.ofMinutes(1))) {
			path.send(1, 3);
			path.pipelines.forceFlush();
			Eventually.until(() -> "an attempt: " + path.pipelines, () -> !this.exporter.batches.isEmpty());
			path.send(2, 3);
			this.exporter.follow(ScriptedExporter.SUCCEED);
			path.close();
			assertThat(path.health().exported()).isEqualTo(9);
			assertThat(path.health().lost()).isZero();
		}
	}

	@Test
	void aBatchThatIsNeverTakenDoesNotKeepTheOthersBack() {
		this.exporter.follow((batch) -> (batch.stream().anyMatch((span) -> span.getName().equals("poison")))
				? UNREACHABLE.apply(batch) : CompletableResultCode.ofSuccess());
		try (ExportPath path = path(Duration.ofMillis(10))) {
			path.send(TestTraces.trace("poison", 1));
			Eventually.until(() -> "two attempts: " + path.pipelines, () -> this.exporter.batches.size() > 1);
			path.send(TestTraces.trace("good", 1));
			Eventually.until(() -> "the others: " + path.pipelines, () -> path.health().exported() == 1);
		}
	}

	private ExportPath path(Duration probeInterval) {
		ExportTarget target = new ExportTarget("scripted", "scripted", this.exporter, this.exporter,
				new OtlpResponses(), new SpoolSettings(this.directory, 1 << 24, Duration.ofHours(1)));
		return ExportPath.to(List.of(target), new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10),
				Duration.ofSeconds(5), 2, probeInterval, Duration.ofSeconds(5)));
	}

}
