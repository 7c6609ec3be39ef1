package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is a telemetry line, and what only claims to be one.
 */
class WorkerLineTests {

	private static final String LINE = "TELEMETRY:{\"event\":\"order.scored\",\"measurements\":{\"score\":0.5,\"items\":2},"
			+ "\"metadata\":{\"item\":\"t\\u00e9a \\ud83d\\ude00\\n\",\"n\":1,\"yes\":true,\"no\":null,\"list\":[1,{\"a\":2}]},"
			+ "\"timestamp_ns\":1700000000123456789,\"correlation_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"new\":[{}]}";

	@Test
	void numbersStayNumbersAndMetadataBecomeText() throws BadLineException {
		WorkerLine line = parse(LINE);
		assertThat(line.name()).isEqualTo("order.scored");
		assertThat(line.measurements()).isEqualTo(Map.of("score", 0.5, "items", 2L));
		assertThat(line.metadata()).isEqualTo(Map.of("item", "t\u00e9a \ud83d\ude00\n", "n", "1", "yes", "true"));
		assertThat(line.epochNanos()).isEqualTo(1700000000123456789L);
		assertThat(line.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"event":"a"} | a
			{ "event" : "a" , "x" : -1.5e+3 }  | a
			{"event":"GET /items/{id}"} | GET /items/{id}
			{"event":"a","correlation_id":null} | a
			{"event":"a","measurements":null,"metadata":null,"timestamp_ns":null} | a
			{"event":"a\\ud800"} | a\uFFFD
			""")
	void good(String json, String name) throws BadLineException {
		assertThat(parse("TELEMETRY:" + json).name()).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			`` | MALFORMED
			{ | MALFORMED
			[] | MALFORMED
			{"event":"a"}x | MALFORMED
			{"event":"a",} | MALFORMED
			{"event":1} | MALFORMED
			{"event":"a","measurements":{"x":01}} | MALFORMED
			{"event":"a","measurements":{"x":1.}} | MALFORMED
			{"event":"a","measurements":{"x":NaN}} | MALFORMED
			{"event":"a","measurements":[]} | MALFORMED
			{"event":"a\\q"} | MALFORMED
			{"event":"a\\u12"} | MALFORMED
			{"event":"a | MALFORMED
			{} | BAD_NAME
			{"event":null} | BAD_NAME
			{"event":" "} | BAD_NAME
			{"event":"a\\n"} | BAD_NAME
			{"event":"a","correlation_id":"x"} | UNKNOWN_TRACE
			{"event":"a","x":[[[[[[[[]]]]]]]]} | TOO_DEEP
			{"event":"a","x":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}} | TOO_DEEP
			""")
	void bad(String json, LineFate fate) {
		assertThatExceptionOfType(BadLineException.class).isThrownBy(() -> parse("TELEMETRY:" + json))
			.satisfies((ex) -> assertThat(ex.fate()).isEqualTo(fate));
	}

	@Test
	void namesAndMembersAreBounded() {
		assertThatExceptionOfType(BadLineException.class)
			.isThrownBy(() -> parse("TELEMETRY:{\"event\":\"" + "a".repeat(256) + "\"}"))
			.satisfies((ex) -> assertThat(ex.fate()).isEqualTo(LineFate.BAD_NAME));
		StringBuilder many = new StringBuilder("TELEMETRY:{\"event\":\"a\",\"metadata\":{\"k\":1");
		for (int i = 0; i < 160; i++) {
			many.append(",\"k").append(i).append("\":1");
		}
		assertThatExceptionOfType(BadLineException.class).isThrownBy(() -> parse(many + "}}"));
	}

	@Test
	void aLineHasRoomForAllAttributesThatASpanCanHave() throws BadLineException {
		StringBuilder many = new StringBuilder(
				"TELEMETRY:{\"event\":\"" + "a".repeat(255) + "\",\"metadata\":{\"status\":\"OK\"");
		for (int i = 0; i < 140; i++) {
			many.append(",\"k").append(i).append("\":1");
		}
		assertThat(parse(many + "}}").metadata()).hasSize(141);
	}

	@Test
	void deepBracketsUseUpNoStack() {
		assertThatExceptionOfType(BadLineException.class)
			.isThrownBy(() -> parse("TELEMETRY:{\"x\":" + "[".repeat(200_000)));
	}

	@Test
	void onlyTheBeginningOfALineCounts() {
		assertThat(WorkerLine.isTelemetry(bytes("TELEMETRY:"))).isTrue();
		assertThat(WorkerLine.isTelemetry(bytes("TELEMETRY"))).isFalse();
		assertThat(WorkerLine.isTelemetry(bytes(" TELEMETRY:{}"))).isFalse();
	}

	/**
	 * The good line with bytes replaced, left out and doubled: it ends in a line or in
	 * the one exception, with the names and ids that lines may have.
	 */
	@Test
	void whateverTheBytesAreThereIsALineOrTheOneException() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		int good = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = mutated(bytes(LINE), random);
			try {
				WorkerLine line = WorkerLine.parse(bytes);
				good++;
				assertThat(line.name().length()).as("seed %d", seed).isBetween(1, 255);
				assertThat(line.traceId().isEmpty() || WorkerLine.isId(line.traceId(), 32)).as("seed %d", seed)
					.isTrue();
			}
			catch (BadLineException ex) {
				assertThat(ex.fate().outcome()).as("seed %d", seed).isEqualTo(LineOutcome.REJECTED);
			}
		}
		assertThat(good).as("some are good all the same").isPositive();
	}

	private static byte[] mutated(byte[] line, Random random) {
		byte[] bytes = line;
		for (int i = random.nextInt(4); i >= 0; i--) {
			int at = 10 + random.nextInt(bytes.length - 10);
			switch (random.nextInt(4)) {
				case 0 -> {
					bytes[at] = (byte) random.nextInt(256);
				}
				case 1 -> {
					bytes[at] = (byte) "{}[]\",:\\0-eE.tfn".charAt(random.nextInt(16));
				}
				case 2 -> {
					bytes = Arrays.copyOf(bytes, Math.max(at, 11));
				}
				default -> {
					byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
					System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
					bytes = longer;
				}
			}
		}
		return bytes;
	}

	private static WorkerLine parse(String line) throws BadLineException {
		return WorkerLine.parse(bytes(line));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
