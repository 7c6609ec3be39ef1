package dev.telemetry.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.local.FileSpanExporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is killed while it writes.
 */
class FileKillTests {

	@TempDir
	private Path directory;

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
	void whatWasWrittenStaysAndNewRecordsFollow() throws Exception {
		Path file = this.directory.resolve("traces.jsonl");
		List<String> written = new ArrayList<>();
		try (ChildJvm child = new ChildJvm(FileWriterMain.class, file.toString())) {
			while (written.size() < 200) {
				written.add(child.readLine());
			}
			written.addAll(child.kill());
		}
		exportTo(file);
		List<List<String>> batches = batches();
		assertThat(batches).allSatisfy((names) -> assertThat(names.size()).isIn(1, 20));
		assertThat(batches).extracting((names) -> names.get(0))
			.containsAll(written.stream().map((number) -> "batch" + number + "-0").toList())
			.contains("after-0");
		assertThat(batches.size()).isBetween(written.size() + 1, written.size() + 2);
	}

	private static void exportTo(Path file) {
		FileSpanExporter exporter = new FileSpanExporter(
				new FileSettings(file, 200_000, Duration.ofDays(1), 1_000, 1_000_000_000));
		assertThat(exporter.export(HostileSpans.numbered("after", 1)).isSuccess()).isTrue();
		exporter.shutdown();
	}

	// Of all files. What was torn by the kill, and nothing else, cannot be read.
	private List<List<String>> batches() throws IOException {
		List<List<String>> batches = new ArrayList<>();
		int torn = 0;
		for (Path file : files()) {
			for (String line : Files.readAllLines(file)) {
				if (line.endsWith("]}")) {
					batches.add(OtlpWire.names(line));
				}
				else {
					torn++;
				}
			}
		}
		assertThat(torn).isLessThanOrEqualTo(1);
		return batches;
	}

	private List<Path> files() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.toList();
		}
	}

}
