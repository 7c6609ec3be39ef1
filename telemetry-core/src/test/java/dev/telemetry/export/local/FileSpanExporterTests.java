package dev.telemetry.export.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.export.ManualClock;
import dev.telemetry.export.OtlpWire;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.disk.QuotaChannel;
import dev.telemetry.export.disk.RollingFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FileSpanExporterTests {

	@TempDir
	private Path directory;

	private final ManualClock clock = new ManualClock();

	private FileSpanExporter exporter;

	@AfterEach
	void shutDown() {
		if (this.exporter != null) {
			this.exporter.shutdown();
		}
	}

	@Test
	void writesALineForEachBatch() throws IOException {
		open(settings("logs/app/traces.jsonl"));
		List<SpanData> spans = HostileSpans.all();
		assertThat(export(spans)).isTrue();
		assertThat(export(HostileSpans.numbered("b", 2))).isTrue();
		List<String> lines = lines("logs/app/traces.jsonl");
		assertThat(lines).hasSize(2);
		assertThat(OtlpWire.parsed(lines.get(0))).containsExactlyInAnyOrderElementsOf(OtlpWire.sent(spans));
		assertThat(OtlpWire.names(lines.get(1))).containsExactly("b-0", "b-1");
	}

	@Test
	void goesOnWhereAnotherProcessEnded() throws IOException {
		open(settings("traces.jsonl"));
		export(HostileSpans.numbered("a", 1));
		this.exporter.shutdown();
		open(settings("traces.jsonl"));
		export(HostileSpans.numbered("b", 1));
		assertThat(lines("traces.jsonl")).extracting(OtlpWire::names).containsExactly(List.of("a-0"), List.of("b-0"));
	}

	@Test
	void aTornLineDoesNotSpoilTheNext() throws IOException {
		Files.writeString(path("traces.jsonl"), "{\"resourceSpans\":[{\"resou");
		open(settings("traces.jsonl"));
		export(HostileSpans.numbered("a", 1));
		List<String> lines = lines("traces.jsonl");
		assertThat(lines).hasSize(2);
		assertThat(OtlpWire.names(lines.get(1))).containsExactly("a-0");
	}

	@Test
	void doesNothingToAnEmptyFile() throws IOException {
		Files.createFile(path("traces.jsonl"));
		open(settings("traces.jsonl"));
		export(HostileSpans.numbered("a", 1));
		assertThat(lines("traces.jsonl")).hasSize(1);
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void nobodyElseCanReadWhatItMakes() throws IOException {
		open(settings("private/traces.jsonl"));
		export(HostileSpans.numbered("a", 1));
		assertThat(permissions("private/traces.jsonl")).isEqualTo("rw-------");
		assertThat(permissions("private")).isEqualTo("rwx------");
	}

	@Test
	void beginsANewFileBeforeOneIsTooLarge() throws IOException {
		open(new FileSettings(path("traces.jsonl"), 4_000, Duration.ofDays(1), 3, 100_000));
		for (int i = 0; i < 40; i++) {
			this.clock.advance(Duration.ofSeconds(1));
			assertThat(export(HostileSpans.numbered("a" + i, 1))).isTrue();
		}
		assertThat(files()).hasSize(4).last().isEqualTo("traces.jsonl");
		for (String file : files()) {
			assertThat(Files.size(path(file))).isLessThanOrEqualTo(4_000);
			assertThat(lines(file)).isNotEmpty().allSatisfy((line) -> assertThat(OtlpWire.names(line)).hasSize(1));
		}
		assertThat(OtlpWire.names(last("traces.jsonl"))).containsExactly("a39-0");
	}

	@Test
	void namesOlderFilesByTheTimeTheyWereFull() throws IOException {
		open(new FileSettings(path("traces.jsonl"), 1, Duration.ofDays(1), 3, 100_000));
		for (int i = 0; i < 3; i++) {
			export(HostileSpans.numbered("a" + i, 1));
		}
		assertThat(files()).containsExactly("traces-2030-01-01T00-00-00.000.jsonl",
				"traces-2030-01-01T00-00-00.001.jsonl", "traces.jsonl");
	}

	@Test
	void allFilesTogetherStayBelowTheirLimit() throws IOException {
		open(new FileSettings(path("traces.jsonl"), 4_000, Duration.ofDays(1), 100, 10_000));
		for (int i = 0; i < 60; i++) {
			export(HostileSpans.numbered("a" + i, 1));
			assertThat(size()).isLessThanOrEqualTo(10_000);
		}
		assertThat(files()).hasSizeGreaterThan(1);
	}

	@Test
	void withoutRoomForTwoFilesTheOldOneGoes() throws IOException {
		open(new FileSettings(path("traces.jsonl"), 4_000, Duration.ofDays(1), 100, 4_000));
		for (int i = 0; i < 30; i++) {
			assertThat(export(HostileSpans.numbered("a" + i, 1))).isTrue();
			assertThat(size()).isLessThanOrEqualTo(4_000);
		}
		assertThat(files()).containsExactly("traces.jsonl");
	}

	@Test
	void beginsANewFileWhenOneIsOld() throws IOException {
		open(new FileSettings(path("traces.jsonl"), 1_000_000, Duration.ofHours(1), 3, 10_000_000));
		export(HostileSpans.numbered("a", 1));
		this.clock.advance(Duration.ofMinutes(59));
		export(HostileSpans.numbered("b", 1));
		this.clock.advance(Duration.ofMinutes(1));
		export(HostileSpans.numbered("c", 1));
		assertThat(files()).containsExactly("traces-2030-01-01T01-00-00.000.jsonl", "traces.jsonl");
		assertThat(lines("traces-2030-01-01T01-00-00.000.jsonl")).hasSize(2);
	}

	@Test
	void filesOfOthersAreLeftAlone() throws IOException {
		Files.writeString(path("traces-old.jsonl"), "mine");
		Files.writeString(path("traces-2030-01-01T00-00-00.000.jsonl.gz"), "mine");
		open(new FileSettings(path("traces.jsonl"), 1, Duration.ofDays(1), 1, 100_000));
		for (int i = 0; i < 5; i++) {
			export(HostileSpans.numbered("a", 1));
		}
		assertThat(files()).hasSize(4).contains("traces-old.jsonl", "traces-2030-01-01T00-00-00.000.jsonl.gz");
	}

	@Test
	void aFileThatWasMovedAwayIsMadeAnew() throws IOException {
		open(settings("traces.jsonl"));
		export(HostileSpans.numbered("a", 1));
		Files.move(path("traces.jsonl"), path("moved"));
		assertThat(export(HostileSpans.numbered("b", 1))).isTrue();
		assertThat(OtlpWire.names(last("traces.jsonl"))).containsExactly("b-0");
		assertThat(lines("moved")).hasSize(1);
	}

	@Test
	void failsAndRecoversWhereTheDirectoryCannotBeMade() throws IOException {
		Files.createFile(path("logs"));
		open(settings("logs/traces.jsonl"));
		assertThat(export(HostileSpans.numbered("a", 1))).isFalse();
		Files.delete(path("logs"));
		assertThat(export(HostileSpans.numbered("b", 1))).isTrue();
		assertThat(lines("logs/traces.jsonl")).hasSize(1);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void failsAndRecoversWhereTheDeviceIsFull() throws IOException {
		Files.createSymbolicLink(path("traces.jsonl"), Path.of("/dev/full"));
		open(settings("traces.jsonl"));
		assertThat(export(HostileSpans.numbered("a", 1))).isFalse();
		assertThat(export(HostileSpans.numbered("b", 1))).isFalse();
		Files.delete(path("traces.jsonl"));
		assertThat(export(HostileSpans.numbered("c", 1))).isTrue();
		assertThat(OtlpWire.names(last("traces.jsonl"))).containsExactly("c-0");
	}

	@Test
	void aLineThatDidNotFitLeavesNoTrace() throws IOException {
		QuotaChannel.Quota quota = new QuotaChannel.Quota(2_000);
		open(settings("traces.jsonl"), quota);
		int written = 0;
		while (export(HostileSpans.numbered("a" + written, 1))) {
			written++;
		}
		assertThat(export(HostileSpans.numbered("lost", 1))).isFalse();
		quota.add(100_000);
		assertThat(export(HostileSpans.numbered("b", 1))).isTrue();
		assertThat(lines("traces.jsonl")).hasSize(written + 1)
			.allSatisfy((line) -> assertThat(OtlpWire.names(line)).hasSize(1));
	}

	@Test
	void aLineThatAnErrorHasTornLeavesNoTrace() throws IOException {
		QuotaChannel.Quota quota = new QuotaChannel.Quota(100);
		quota.beforeFailure(() -> {
			throw new OutOfMemoryError("Cannot reserve a direct buffer");
		});
		open(settings("traces.jsonl"), quota);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> export(HostileSpans.numbered("lost", 1)));
		quota.add(100_000);
		assertThat(export(HostileSpans.numbered("b", 1))).isTrue();
		assertThat(lines("traces.jsonl")).singleElement()
			.satisfies((line) -> assertThat(OtlpWire.names(line)).containsExactly("b-0"));
	}

	@Test
	void aLineThatWasTornAndCannotBeTakenBackIsEnded() throws IOException {
		QuotaChannel.Quota quota = new QuotaChannel.Quota(2_000);
		quota.forbidTruncation();
		open(settings("traces.jsonl"), quota);
		int written = 0;
		while (export(HostileSpans.numbered("a" + written, 1))) {
			written++;
		}
		quota.add(100_000);
		assertThat(export(HostileSpans.numbered("b", 1))).isTrue();
		assertThat(lines("traces.jsonl")).hasSize(written + 2);
		assertThat(OtlpWire.names(last("traces.jsonl"))).containsExactly("b-0");
	}

	@Test
	void anInterruptFailsOneBatchAtMost() throws IOException {
		open(settings("traces.jsonl"));
		export(HostileSpans.numbered("a", 1));
		Thread.currentThread().interrupt();
		assertThat(export(HostileSpans.numbered("b", 1))).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(export(HostileSpans.numbered("c", 1))).isTrue();
		assertThat(OtlpWire.names(last("traces.jsonl"))).containsExactly("c-0");
	}

	@Test
	void aFileThatCannotBePutAsideIsAppendedToAsLongAsThereIsRoom() throws IOException {
		// No name is longer than 255 bytes.
		String name = "t".repeat(240) + ".jsonl";
		open(new FileSettings(path(name), 2_000, Duration.ofDays(1), 3, 6_000));
		long largest = 0;
		for (int i = 0; i < 40; i++) {
			assertThat(export(HostileSpans.numbered("a" + i, 1))).isTrue();
			largest = Math.max(largest, Files.size(path(name)));
		}
		assertThat(largest).isBetween(3_000L, 6_000L);
		assertThat(OtlpWire.names(last(name))).containsExactly("a39-0");
	}

	@Test
	void aDirectoryWithTheNameOfAnOlderFileIsLeftAlone() throws IOException {
		Path directory = Files.createDirectories(path("traces-2029-01-01T00-00-00.000.jsonl").resolve("within"));
		open(new FileSettings(path("traces.jsonl"), 1, Duration.ofDays(1), 1, 100_000));
		for (int i = 0; i < 4; i++) {
			assertThat(export(HostileSpans.numbered("a" + i, 1))).isTrue();
		}
		assertThat(directory).exists();
		assertThat(files()).hasSize(3);
	}

	@Test
	void theAgeOfAFileIsThatOfItsBeginningAfterARestartToo() throws IOException {
		// What a restart finds, where the time of creation is that of the last change.
		Files.writeString(path("traces-2029-12-31T12-00-00.000.jsonl"), "older\n");
		Files.writeString(path("traces.jsonl"), "begun half a day before\n");
		Files.getFileAttributeView(path("traces.jsonl"), BasicFileAttributeView.class)
			.setTimes(FileTime.from(this.clock.instant()), null, null);
		open(new FileSettings(path("traces.jsonl"), 100_000, Duration.ofHours(12), 3, 1_000_000));
		export(HostileSpans.numbered("a", 1));
		assertThat(lines("traces.jsonl")).hasSize(1);
	}

	@Test
	void aFileThatWasBegunByAClockThatWasAheadGetsOldLikeOthers() throws IOException {
		this.clock.advance(Duration.ofDays(365));
		open(new FileSettings(path("traces.jsonl"), 100_000, Duration.ofHours(1), 3, 1_000_000));
		export(HostileSpans.numbered("a", 1));
		this.clock.advance(Duration.ofDays(-365));
		export(HostileSpans.numbered("b", 1));
		this.clock.advance(Duration.ofHours(1));
		export(HostileSpans.numbered("c", 1));
		assertThat(files()).hasSize(2);
	}

	@Test
	void aWriteThatFailsDoesNotCutWhatAnotherProcessWrote() throws IOException {
		QuotaChannel.Quota quota = new QuotaChannel.Quota(10);
		open(settings("traces.jsonl"), quota);
		quota.beforeFailure(() -> append("traces.jsonl", "of another process\n"));
		assertThat(export(HostileSpans.numbered("a", 1))).isFalse();
		assertThat(Files.readString(path("traces.jsonl"))).contains("of another process\n");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aPipeIsNotOpened() throws Exception {
		assertThat(new ProcessBuilder("mkfifo", path("traces.jsonl").toString()).start().waitFor()).isZero();
		open(settings("traces.jsonl"));
		assertThat(export(HostileSpans.numbered("a", 1))).isFalse();
		Files.delete(path("traces.jsonl"));
		assertThat(export(HostileSpans.numbered("b", 1))).isTrue();
	}

	private void append(String name, String text) {
		try {
			Files.writeString(path(name), text, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void writesNothingAfterItWasShutDown() throws IOException {
		open(settings("traces.jsonl"));
		this.exporter.shutdown();
		assertThat(export(HostileSpans.numbered("a", 1))).isFalse();
		assertThat(files()).isEmpty();
	}

	@Test
	void limitsMustBeAboveZero() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FileSettings(path("t"), 0, Duration.ofDays(1), 1, 1_000));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FileSettings(path("t"), 2_000, Duration.ofDays(1), 1, 1_000));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FileSettings(Path.of("/"), 1_000, Duration.ofDays(1), 1, 1_000));
	}

	private void open(FileSettings settings) {
		this.exporter = new FileSpanExporter(new RollingFile(settings, this.clock));
	}

	private void open(FileSettings settings, QuotaChannel.Quota quota) {
		this.exporter = new FileSpanExporter(QuotaChannel.rollingFile(settings, this.clock, quota));
	}

	// Files that are there are as old as they are, whatever the clock of the test says.
	private FileSettings settings(String file) {
		return new FileSettings(path(file), 10_000_000, Duration.ofDays(36_500), 3, 100_000_000);
	}

	private boolean export(List<SpanData> spans) {
		return this.exporter.export(spans).isSuccess();
	}

	private Path path(String file) {
		return this.directory.resolve(file);
	}

	private List<String> lines(String file) throws IOException {
		String text = Files.readString(path(file));
		assertThat(text).endsWith("\n");
		return text.lines().toList();
	}

	private String last(String file) throws IOException {
		List<String> lines = lines(file);
		return lines.get(lines.size() - 1);
	}

	private List<String> files() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private long size() throws IOException {
		long size = 0;
		for (String file : files()) {
			size += Files.size(path(file));
		}
		return size;
	}

	private String permissions(String file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path(file)));
	}

}
