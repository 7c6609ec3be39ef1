package dev.telemetry.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing of a stream is lost, however it comes.
 */
class LineReaderTests {

	@Test
	void linesComeWithoutTheirEndsAndTheLastOneNeedsNone() throws IOException {
		assertThat(read("a\n\nb", 8)).containsExactly("[a]", "[]", "[b");
	}

	@Test
	void longLinesComeInPieces() throws IOException {
		assertThat(read("abcdefghij\nk\n", 4)).containsExactly("[abcd", "efgh", "ij]", "[k]");
		assertThat(read("abcd\ne\n", 4)).containsExactly("[abcd]", "[e]");
	}

	@Test
	void noCharacterIsDividedBetweenPieces() throws IOException {
		String text = "a\u00e9\u20ac\ud83d\ude00b\u20ac\u20ac\u20ac\u20ac\u20ac\u20acc".repeat(20);
		for (int maxLength = 4; maxLength < 40; maxLength++) {
			StringBuilder again = new StringBuilder();
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			new LineReader(new ByteArrayInputStream(bytes), maxLength)
				.readAll((piece, begins, ends) -> again.append(new String(piece, StandardCharsets.UTF_8)));
			assertThat(again).as("%d", maxLength).hasToString(text);
		}
	}

	@Test
	void bytesThatAreNoCharactersComeAsTheyAre() throws IOException {
		assertThat(read("\u00ff\u00ff\u00ff\u00ff\u0080\u0080\u0080\u0080\u0080\u00f0\u00f0", 2).stream()
			.map((piece) -> piece.replace("[", ""))).hasSizeGreaterThan(5)
			.satisfies((pieces) -> assertThat(String.join("", pieces))
				.isEqualTo("\u00ff\u00ff\u00ff\u00ff\u0080\u0080\u0080\u0080\u0080\u00f0\u00f0"));
	}

	@Test
	void anyStreamIsTheSameOncePutTogether() throws IOException {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 500; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(3_000); j > 0; j--) {
				text.append((random.nextInt(30) == 0) ? '\n' : (char) ('a' + random.nextInt(26)));
			}
			StringBuilder again = new StringBuilder();
			new LineReader(new Slow(text.toString(), random), 1 + random.nextInt(40))
				.readAll((bytes, begins, ends) -> again.append(text(bytes)).append((ends) ? "\n" : ""));
			assertThat(again).as("seed %d", seed).hasToString(text.toString());
		}
	}

	private static List<String> read(String text, int maxLength) throws IOException {
		List<String> pieces = new ArrayList<>();
		new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), maxLength)
			.readAll((bytes, begins, ends) -> pieces.add(((begins) ? "[" : "") + text(bytes) + ((ends) ? "]" : "")));
		return pieces;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Comes in bits of any length.
	 */
	private static final class Slow extends InputStream {

		private final ByteArrayInputStream bytes;

		private final Random random;

		Slow(String text, Random random) {
			this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
			this.random = random;
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] into, int from, int length) {
			return this.bytes.read(into, from, Math.min(length, 1 + this.random.nextInt(50)));
		}

	}

}
