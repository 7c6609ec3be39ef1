package dev.telemetry.export.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.export.HostileLogs;
import dev.telemetry.export.ManualClock;
import dev.telemetry.export.OtlpLogWire;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.disk.QuotaChannel;
import dev.telemetry.export.disk.RollingFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the file of log records has of its own. All else that can happen to a file, the
 * tests of the exporter of spans show.
 */
class FileLogExporterTests {

	@TempDir
	private Path directory;

	private final ManualClock clock = new ManualClock();

	private FileLogExporter exporter;

	@AfterEach
	void shutDown() {
		if (this.exporter != null) {
			this.exporter.shutdown();
		}
	}

	@Test
	void writesALineForEachBatchThatSaysTheSameAsTheWireFormat() throws IOException {
		open(settings(10_000_000));
		List<LogRecordData> logs = HostileLogs.all();
		assertThat(export(logs)).isTrue();
		assertThat(export(HostileLogs.numbered("b", 2))).isTrue();
		List<String> lines = lines("logs.jsonl");
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
		assertThat(OtlpLogWire.parsed(lines.get(0))).containsExactlyInAnyOrderElementsOf(OtlpLogWire.sent(logs));
		assertThat(OtlpLogWire.bodies(lines.get(1))).containsExactly("b-0", "b-1");
	}

	@Test
	void goesOnWhereAnotherProcessEndedAmidALine() throws IOException {
		Files.writeString(path("logs.jsonl"), "{\"resourceLogs\":[{\"resou");
		open(settings(10_000_000));
		export(HostileLogs.numbered("a", 1));
		this.exporter.shutdown();
		open(settings(10_000_000));
		export(HostileLogs.numbered("b", 1));
		assertThat(lines("logs.jsonl").subList(1, 3)).extracting(OtlpLogWire::bodies)
			.containsExactly(List.of("a-0"), List.of("b-0"));
	}

	@Test
	void beginsANewFileBeforeOneIsTooLarge() throws IOException {
		open(settings(1_000));
		for (int i = 0; i < 20; i++) {
			this.clock.advance(Duration.ofSeconds(1));
			assertThat(export(HostileLogs.numbered("a" + i, 1))).isTrue();
		}
		List<String> files = files();
		assertThat(files).hasSizeGreaterThan(2).last().isEqualTo("logs.jsonl");
		for (String file : files) {
			assertThat(Files.size(path(file))).isLessThanOrEqualTo(1_000);
			assertThat(lines(file)).allSatisfy((line) -> assertThat(OtlpLogWire.bodies(line)).hasSize(1));
		}
	}

	@Test
	void aBatchThatDoesNotFitFailsAndLeavesNoTrace() throws IOException {
		QuotaChannel.Quota quota = new QuotaChannel.Quota(2_000);
		this.exporter = new FileLogExporter(QuotaChannel.rollingFile(settings(10_000_000), this.clock, quota));
		int written = 0;
		while (export(HostileLogs.numbered("a" + written, 1))) {
			written++;
		}
		quota.add(100_000);
		assertThat(export(HostileLogs.numbered("b", 1))).isTrue();
		assertThat(lines("logs.jsonl")).hasSize(written + 1)
			.allSatisfy((line) -> assertThat(OtlpLogWire.bodies(line)).hasSize(1));
	}

	@Test
	void hasNothingToFlushAndWritesNothingAfterItWasShutDown() throws IOException {
		open(settings(10_000_000));
		assertThat(this.exporter.flush().isSuccess()).isTrue();
		this.exporter.shutdown();
		assertThat(export(HostileLogs.numbered("a", 1))).isFalse();
		assertThat(files()).isEmpty();
	}

	private void open(FileSettings settings) {
		this.exporter = new FileLogExporter(new RollingFile(settings, this.clock));
	}

	// Files that are there are as old as they are, whatever the clock of the test says.
	private FileSettings settings(long maxBytes) {
		return new FileSettings(path("logs.jsonl"), maxBytes, Duration.ofDays(36_500), 100, 100_000_000);
	}

	private boolean export(List<LogRecordData> logs) {
		return this.exporter.export(logs).isSuccess();
	}

	private Path path(String file) {
		return this.directory.resolve(file);
	}

	private List<String> lines(String file) throws IOException {
		String text = Files.readString(path(file));
		assertThat(text).endsWith("\n");
		return text.lines().toList();
	}

	private List<String> files() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
