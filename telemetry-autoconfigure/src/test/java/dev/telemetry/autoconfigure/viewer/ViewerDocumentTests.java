package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.telemetry.view.RecentTraces;
import dev.telemetry.view.ViewedTrace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about the viewer shows what it answers, so that a field that is renamed or
 * gone is noticed. To write the answers again:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class ViewerDocumentTests {

	private static final Path PAGE = Path.of("..", "docs", "viewer.md");

	private final RecentTraces store = ShownTrace.store();

	@Test
	void theListIsAsItIsShown() throws IOException {
		Map<String, Object> list = new LinkedHashMap<>();
		list.put("service", "shop");
		list.put("cursor", this.store.cursor());
		list.put("matched", 2);
		list.put("traces", this.store.all().stream().map(TraceJson::item).toList());
		assertShown("list", list);
	}

	@Test
	void aTraceIsAsItIsShown() throws IOException {
		ViewedTrace trace = this.store.find(ShownTrace.TRACE_ID);
		assertThat(trace).isNotNull();
		Map<String, Object> detail = TraceJson.detail(trace, this.store::contains);
		Map<String, Object> more = new LinkedHashMap<>(detail);
		more.keySet().removeAll(TraceJson.item(trace).keySet());
		more.put("peers", List.of());
		assertShown("trace", more);
	}

	private static void assertShown(String name, Object answer) throws IOException {
		String page = Files.readString(PAGE);
		String begin = "<!-- " + name + " -->\n";
		int start = page.indexOf(begin) + begin.length();
		int end = page.indexOf("<!-- /" + name + " -->", start);
		String shown = "```json\n"
				+ JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(answer)
				+ "\n```\n";
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PAGE, page.substring(0, start) + shown + page.substring(end));
		}
		else {
			assertThat(page.substring(start, end)).isEqualTo(shown);
		}
	}

}
