package dev.telemetry.text;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonBufferTests {

	private static String text(JsonBuffer json) {
		return StandardCharsets.UTF_8.decode(json.toByteBuffer()).toString();
	}

	private static void write(JsonBuffer json) {
		json.beginObject().key("a").value(1).key("b").beginObject().endObject();
		json.key("c").beginArray().value("x").nothing().endArray().endObject();
	}

	@Test
	void whatIsForProgramsIsOneLine() {
		JsonBuffer json = new JsonBuffer();
		write(json);
		assertThat(text(json)).isEqualTo("{\"a\":1,\"b\":{},\"c\":[\"x\",null]}");
	}

	@Test
	void whatIsForPeopleHasALineForEachMember() {
		JsonBuffer json = JsonBuffer.indented(2);
		write(json);
		assertThat(text(json)).isEqualTo("""
				{
				  "a": 1,
				  "b": {},
				  "c": [
				    "x",
				    null
				  ]
				}""");
	}

	@Test
	void whatIsWrittenAfterOutputWasDiscardedContinuesIt() {
		JsonBuffer json = JsonBuffer.indented(1);
		json.beginArray().beginObject().key("a").value(1).endObject();
		assertThat(text(json)).isEqualTo("[\n {\n  \"a\": 1\n }");
		json.discard();
		json.beginObject().endObject();
		json.endArray();
		assertThat(text(json)).isEqualTo(",\n {}\n]");
	}

}
