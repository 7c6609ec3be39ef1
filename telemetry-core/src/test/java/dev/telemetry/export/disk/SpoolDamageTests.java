package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.export.HostileSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of a spool whose content is not what was written.
 */
class SpoolDamageTests {

	private static final List<String> ALL = List.of("a-0", "a-1", "b-0", "b-1", "c-0", "c-1", "d-0", "d-1");

	@TempDir
	private Path directory;

	private OpenedSpool opened;

	private byte[] good;

	private Path file;

	@BeforeEach
	void fourBatchesInOneFile() throws IOException {
		this.opened = new OpenedSpool(this.directory);
		List.of("a", "b", "c", "d").forEach((name) -> this.opened.write(name, 2));
		this.file = this.opened.files().get(0);
		this.good = Files.readAllBytes(this.file);
		this.opened.spool().close();
	}

	@AfterEach
	void close() {
		this.opened.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x01, 0x80, 0x55, 0xFF })
	void aDamagedByteCostsOneBatchAtMostAndIsCounted(int mask) throws IOException {
		threeSmallBatches();
		for (int i = 0; i < this.good.length; i++) {
			byte[] bad = this.good.clone();
			bad[i] ^= (byte) mask;
			Files.write(this.file, bad);
			this.opened.restart();
			List<String> sent = this.opened.drain();
			if (sent.size() < 2 || sent.size() + this.opened.damaged() != 3 || this.opened.ledger().found() != 3
					|| !this.opened.files().isEmpty()) {
				throw new AssertionError("byte " + i + ": " + sent + " sent, " + this.opened.damaged() + " damaged, "
						+ this.opened.ledger().found() + " found, left: " + this.opened.files());
			}
		}
	}

	@Test
	void aFileThatEndsAnywhereLosesOneBatchAtMost() throws IOException {
		threeSmallBatches();
		int[] whole = ends(3);
		for (int length = 0; length < this.good.length; length++) {
			Files.write(this.file, Arrays.copyOf(this.good, length));
			this.opened.restart();
			int batches = (int) Arrays.stream(whole).filter(within(length)).count();
			assertThat(this.opened.drain()).as("length %d", length)
				.isEqualTo(List.of("a-0", "b-0", "c-0").subList(0, batches));
			boolean torn = length > SpoolHead.LENGTH && Arrays.stream(whole).noneMatch(equalTo(length));
			assertThat(this.opened.damaged()).as("length %d", length).isEqualTo((torn) ? 1 : 0);
			assertThat(this.opened.files()).isEmpty();
		}
	}

	// One before and one behind the one in the middle, and as few bytes as can be.
	private void threeSmallBatches() throws IOException {
		this.opened.restart();
		this.opened.drain();
		List.of("a", "b", "c").forEach((name) -> this.opened.write(name, 1));
		this.file = this.opened.files().get(0);
		this.good = Files.readAllBytes(this.file);
	}

	private static IntPredicate within(int length) {
		return (end) -> end <= length;
	}

	private static IntPredicate equalTo(int length) {
		return (end) -> end == length;
	}

	// Batches are alike, and so are their lengths.
	private int[] ends(int batches) {
		int batch = (this.good.length - SpoolHead.LENGTH) / batches;
		return IntStream.rangeClosed(0, batches).map((number) -> SpoolHead.LENGTH + number * batch).skip(1).toArray();
	}

	@Test
	void aWholeHeadThatIsDamagedIsSteppedOverAndCountedOnce() throws IOException {
		int batch = (this.good.length - SpoolHead.LENGTH) / 4;
		Arrays.fill(this.good, SpoolHead.LENGTH + batch, SpoolHead.LENGTH + batch + SpoolFrame.HEAD, (byte) 0);
		Files.write(this.file, this.good);
		this.opened.restart();
		assertThat(this.opened.damaged()).isEqualTo(1);
		assertThat(this.opened.ledger().damaged()).isEqualTo(1);
		this.opened.restart();
		assertThat(this.opened.damaged()).isZero();
		assertThat(this.opened.drain()).containsExactly("a-0", "a-1", "c-0", "c-1", "d-0", "d-1");
	}

	@Test
	void aFileThatIsRepairedIsAppendedTo() throws IOException {
		Files.write(this.file, Arrays.copyOf(this.good, this.good.length - 1));
		this.opened.restart();
		this.opened.write("e", 1);
		assertThat(this.opened.files()).hasSize(1);
		this.opened.restart();
		assertThat(this.opened.drain()).containsExactly("a-0", "a-1", "b-0", "b-1", "c-0", "c-1", "e-0");
		assertThat(this.opened.damaged()).isZero();
	}

	@Test
	void whatIsSentIsNotSentAgainWhereThatIsNotDamaged() {
		this.opened.restart();
		this.opened.spool().remove(this.opened.spool().oldest());
		this.opened.restart();
		assertThat(this.opened.drain()).isEqualTo(ALL.subList(2, 8));
	}

	@Test
	void aFileOfSomethingElseIsRemovedAndCountedOnce() throws IOException {
		Path other = Files.writeString(this.opened.file(7), "something else, and quite a lot of it");
		Path shorter = Files.writeString(this.opened.file(8), "else");
		Path empty = Files.createFile(this.opened.file(9));
		this.opened.restart();
		assertThat(this.opened.ledger().damaged()).isEqualTo(2);
		assertThat(this.opened.ledger().found()).isEqualTo(8 + 2);
		assertThat(this.opened.damaged()).isEqualTo(2);
		assertThat(other).doesNotExist();
		assertThat(shorter).doesNotExist();
		assertThat(empty).doesNotExist();
		assertThat(this.opened.drain()).isEqualTo(ALL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TSP1", "TSP3", "TSPX" })
	void aFileOfAnotherVersionIsLeftAloneAndSaidOnce(String magic) throws IOException {
		String content = magic + "with a lot that only another version can read";
		Path other = Files.writeString(this.opened.file(7), content);
		this.opened.restart();
		assertThat(this.opened.ledger().leftAlone()).containsOnlyKeys(other);
		assertThat(this.opened.damaged()).isZero();
		assertThat(this.opened.drain()).isEqualTo(ALL);
		assertThat(other).hasContent(content);
	}

	@Test
	void bytesOfAFileInTheTextOfASpanAreNoBatch() {
		this.opened.restart();
		this.opened.drain();
		String text = new String(this.good, StandardCharsets.ISO_8859_1);
		assertThat(this.opened.spool().write(List.of(HostileSpans.withAttribute("text", text)))).isNotNull();
		this.opened.restart();
		assertThat(this.opened.drain()).hasSize(1);
	}

	@Test
	void aFileThatIsDeletedIsLostAndOthersAreRead() throws IOException {
		this.opened.restart();
		Files.delete(this.file);
		assertThat(this.opened.drain()).isEmpty();
		assertThat(this.opened.damaged()).isEqualTo(8);
		this.opened.write("e", 1);
		assertThat(this.opened.drain()).containsExactly("e-0");
	}

}
