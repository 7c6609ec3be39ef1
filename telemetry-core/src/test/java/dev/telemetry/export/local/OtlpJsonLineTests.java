package dev.telemetry.export.local;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.export.OtlpWire;
import dev.telemetry.text.JsonBuffer;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpJsonLineTests {

	private final JsonBuffer json = new JsonBuffer();

	private final OtlpJsonLine writer = new OtlpJsonLine(this.json);

	@Test
	void saysTheSameAsTheWireFormat() throws Exception {
		List<SpanData> spans = HostileSpans.all();
		assertThat(OtlpWire.parsed(line(spans))).containsExactlyInAnyOrderElementsOf(OtlpWire.sent(spans));
	}

	@Test
	void isOneLineWhateverIsInIt() throws Exception {
		String line = line(HostileSpans.all());
		assertThat(line).endsWith("]}\n");
		assertThat(line.substring(0, line.length() - 1))
			.doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
	}

	@Test
	void writesIdsInHexadecimalTimesAsTextAndKindsAsNumbers() throws Exception {
		JsonObject span = span(line(HostileSpans.all()));
		assertThat(span.get("traceId").getAsString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.get("parentSpanId").getAsString()).isEqualTo("b7ad6b7169203331");
		assertThat(span.get("startTimeUnixNano")).hasToString("\"1700000000123456789\"");
		assertThat(span.get("kind")).hasToString("2");
		assertThat(span.getAsJsonObject("status").get("code")).hasToString("2");
	}

	@Test
	void replacesHalvesOfCharacters() throws Exception {
		String line = line(List.of(HostileSpans.withAttribute("\udc00a", "x\ud83d y\ud83d")));
		assertThat(line).contains("\"\ufffda\"").contains("\"x\ufffd y\ufffd\"");
	}

	@Test
	void aSecondLineDoesNotKnowOfTheFirst() throws Exception {
		line(HostileSpans.all());
		List<SpanData> spans = HostileSpans.numbered("again", 3);
		assertThat(OtlpWire.parsed(line(spans))).containsExactlyInAnyOrderElementsOf(OtlpWire.sent(spans));
	}

	@Test
	void aLineMayBeLargerThanTheBufferThatIsKept() throws Exception {
		String large = "€".repeat(700_000);
		List<SpanData> spans = List.of(HostileSpans.withAttribute("large", large));
		assertThat(line(spans)).contains(large);
		assertThat(line(spans)).contains(large);
	}

	private static JsonObject span(String line) {
		return JsonParser.parseString(line)
			.getAsJsonObject()
			.getAsJsonArray("resourceSpans")
			.get(0)
			.getAsJsonObject()
			.getAsJsonArray("scopeSpans")
			.get(0)
			.getAsJsonObject()
			.getAsJsonArray("spans")
			.get(0)
			.getAsJsonObject();
	}

	// Fails where the bytes are not UTF-8.
	private String line(List<SpanData> spans) throws CharacterCodingException {
		this.json.clear();
		this.writer.append(spans);
		return StandardCharsets.UTF_8.newDecoder().decode(this.json.toByteBuffer()).toString();
	}

}
