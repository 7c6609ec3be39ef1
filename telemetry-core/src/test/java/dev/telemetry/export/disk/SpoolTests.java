package dev.telemetry.export.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.export.ManualClock;
import dev.telemetry.export.SpoolLedger;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

class SpoolTests {

	@TempDir
	private Path directory;

	private final ManualClock clock = new ManualClock();

	private final SpoolLedger ledger = new SpoolLedger();

	private long nanos;

	private Spool spool;

	@AfterEach
	void close() {
		if (this.spool != null) {
			this.spool.close();
		}
	}

	@Test
	void givesBatchesBackInTheirOrder() {
		open();
		write("a", 2);
		write("b", 1);
		assertThat(drain()).containsExactly("a-0", "a-1", "b-0");
		assertThat(files()).isEmpty();
	}

	@Test
	void aBatchWaitsUntilItIsRemoved() {
		open();
		write("a", 1);
		SpoolEntry entry = this.spool.oldest();
		assertThat(this.spool.oldest()).isSameAs(entry);
		this.spool.remove(entry);
		assertThat(this.spool.oldest()).isNull();
		assertThat(entry.isWaiting()).isFalse();
	}

	@Test
	void whatIsLeftIsFoundByTheNextProcess() {
		open();
		write("a", 1);
		write("b", 2);
		write("c", 3);
		this.spool.remove(this.spool.oldest());
		this.spool.close();
		Spool next = create();
		assertThat(next.hasLeftovers()).isTrue();
		open();
		assertThat(this.ledger.found()).isEqualTo(5);
		assertThat(drain()).containsExactly("b-0", "b-1", "c-0", "c-1", "c-2");
	}

	@Test
	void aBatchThatIsIncompleteIsLostAndCountedOnce() throws IOException {
		open();
		write("a", 1);
		write("b", 2);
		this.spool.close();
		cut(files().get(0), 10);
		open();
		this.spool.close();
		open();
		assertThat(this.ledger.found()).isEqualTo(1 + 2 + 1);
		assertThat(this.ledger.lost(LossReason.SPOOL_DAMAGED)).isEqualTo(2);
		write("c", 1);
		assertThat(drain()).containsExactly("a-0", "c-0");
	}

	@Test
	void aBatchThatIsDamagedIsCountedAndTheOthersAreRead() throws IOException {
		open();
		write("a", 1);
		SpoolEntry damaged = write("b", 3);
		write("c", 1);
		flip(files().get(0), damaged.frame().offset() + SpoolFrame.HEAD + 20);
		assertThat(drain()).containsExactly("a-0", "c-0");
		assertThat(this.ledger.lost(LossReason.SPOOL_DAMAGED)).isEqualTo(3);
		assertThat(files()).isEmpty();
	}

	@Test
	void aFileOfSomethingElseIsRemoved() throws IOException {
		Path other = Files.createDirectories(this.directory.resolve("otlp")).resolve("0000000000000000007.spool");
		Files.writeString(other, "something else, and quite a lot of it");
		open();
		write("a", 1);
		assertThat(this.ledger.damaged()).isEqualTo(1);
		assertThat(drain()).containsExactly("a-0");
		assertThat(other).doesNotExist();
	}

	@Test
	void theOldestMakeRoomForTheNew() {
		open();
		int written = 0;
		while (this.ledger.lost(LossReason.SPOOL_FULL) == 0) {
			write("batch" + written++, 100);
			assertThat(size()).isLessThanOrEqualTo(SpoolSettings.LEAST_SIZE);
		}
		int lost = this.ledger.lost(LossReason.SPOOL_FULL);
		List<String> left = drain();
		assertThat(left).hasSize(written * 100 - lost).first().isEqualTo("batch" + lost / 100 + "-0");
		assertThat(lost).isLessThan(written * 100 / 8);
	}

	@Test
	void whatIsTooOldIsLost() {
		open();
		write("a", 2);
		pass(Duration.ofHours(2));
		write("b", 1);
		pass(Duration.ofHours(23));
		assertThat(drain()).containsExactly("b-0");
		assertThat(this.ledger.lost(LossReason.SPOOL_EXPIRED)).isEqualTo(2);
	}

	@Test
	void aSecondProcessCannotUseIt() {
		open();
		write("a", 1);
		Spool second = create();
		assertThat(second.isUsable()).isFalse();
		assertThat(second.trouble()).hasMessageContaining("Another context of this process");
		assertThat(second.oldest()).isNull();
		assertThat(this.ledger.found()).isZero();
		second.close();
		assertThat(drain()).containsExactly("a-0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../otlp", "otlp.", "OTLP", "ötlp", "otlp 2", "a/b", "" })
	void exportersWithSimilarNamesDoNotMix(String name) throws IOException {
		open();
		write("a", 1);
		Spool other = new Spool(settings(), name, new SpoolLedger(), this.clock);
		assertThat(other.isUsable()).isTrue();
		assertThat(other.oldest()).isNull();
		other.close();
		try (Stream<Path> folders = Files.list(this.directory)) {
			assertThat(folders).hasSize(2);
		}
	}

	@Test
	void saysWhenTheDiskCannotBeUsed() throws IOException {
		Files.createFile(this.directory.resolve("otlp"));
		this.spool = create();
		assertThat(this.spool.isUsable()).isFalse();
		assertThat(this.spool.trouble()).isNotNull();
		assertThat(this.spool.oldest()).isNull();
	}

	@Test
	void isMadeAgainAfterItWasDeleted() throws IOException {
		open();
		write("a", 1);
		drain();
		for (Path file : List.of(this.directory.resolve("otlp/lock"), this.directory.resolve("otlp"))) {
			Files.delete(file);
		}
		assertThat(this.spool.isUsable()).isTrue();
		write("b", 1);
		assertThat(drain()).containsExactly("b-0");
	}

	@Test
	void aBatchLargerThanAllIsNotWritten() {
		open();
		List<SpanData> large = List.of(HostileSpans.withAttribute("large", "x".repeat(2_000_000)));
		assertThat(this.spool.write(large)).isNull();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void nobodyElseCanReadIt() throws IOException {
		open();
		write("a", 1);
		assertThat(permissions(files().get(0))).isEqualTo("rw-------");
		assertThat(permissions(this.directory.resolve("otlp"))).isEqualTo("rwx------");
	}

	@Test
	void whereAnybodyCanPutFilesNothingIsReadOrWritten() throws IOException {
		Path folder = Files.createDirectories(this.directory.resolve("otlp"));
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
		this.spool = create();
		assertThat(this.spool.isUsable()).isFalse();
		assertThat(this.spool.trouble()).hasMessage("anybody can write to it");
	}

	private void pass(Duration time) {
		this.clock.advance(time);
		this.nanos += time.toNanos();
	}

	private Spool create() {
		return new Spool(settings(), "otlp", this.ledger, this.clock, () -> this.nanos);
	}

	private void open() {
		this.spool = create();
		assertThat(this.spool.isUsable()).isTrue();
	}

	private SpoolSettings settings() {
		return new SpoolSettings(this.directory, SpoolSettings.LEAST_SIZE, Duration.ofHours(24));
	}

	private SpoolEntry write(String name, int spans) {
		SpoolEntry entry = this.spool.write(HostileSpans.numbered(name, spans));
		assertThat(entry).isNotNull();
		return entry;
	}

	private List<String> drain() {
		List<String> names = new ArrayList<>();
		for (SpoolEntry entry = this.spool.oldest(); entry != null; entry = this.spool.oldest()) {
			List<SpanData> spans = this.spool.read(entry);
			if (spans != null) {
				spans.forEach((span) -> names.add(span.getName()));
				this.spool.remove(entry);
			}
		}
		return names;
	}

	private List<Path> files() {
		try (var files = Files.list(this.directory.resolve("otlp"))) {
			return files.filter((file) -> file.toString().endsWith(".spool")).sorted().toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private long size() {
		return files().stream().mapToLong((file) -> file.toFile().length()).sum();
	}

	private static void cut(Path file, int bytes) throws IOException {
		try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
			opened.setLength(opened.length() - bytes);
		}
	}

	private static void flip(Path file, long position) throws IOException {
		try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
			opened.seek(position);
			int old = opened.read();
			opened.seek(position);
			opened.write(old ^ 0xFF);
		}
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
