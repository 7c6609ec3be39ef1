package dev.telemetry.autoconfigure.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogCaptureSettings;
import dev.telemetry.logs.LogPlacement;
import dev.telemetry.logs.LogReporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint says about captured log records, and that its page shows it. To write
 * the page:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class LogsSectionTests {

	private static final Path PAGE = Path.of("..", "docs", "endpoint.md");

	private static final String BEGIN = "<!-- logs -->\n";

	private static final String END = "<!-- /logs -->\n";

	private static final int OFF = Integer.MAX_VALUE;

	private final LogCapture capture = new LogCapture(
			new LogCaptureSettings(Map.of("root", Severity.INFO.getSeverityNumber(), "com.acme",
					Severity.DEBUG.getSeverityNumber(), "noise", OFF), 1_000, 1_000),
			(during, failure) -> {
			});

	private final LogAttachment attachment = new LogAttachment(new Placed(), this.capture, true);

	private final Overrides overrides = new Overrides(List.of(new LoggerSettings(this.capture.rules())),
			new ChangeLog((event) -> {
			}, (setting) -> {
			}, new InternalFailures()), Clock.systemUTC());

	private final LogsSection section = new LogsSection(new LogReporter(this.capture, this.attachment, () -> List.of()),
			this.overrides);

	@AfterEach
	void close() {
		this.attachment.close();
	}

	@Test
	void saysWhatIsCapturedAndWhatWasNot() {
		this.attachment.attach();
		for (int i = 0; i < 1_002; i++) {
			log("shop");
		}
		assertThat(this.section.name()).isEqualTo("logs");
		LogsSection.State state = (LogsSection.State) this.section.read();
		assertThat(state.system()).isEqualTo("Logback");
		assertThat(state.loggers()).isEqualTo(Map.of("root", "info", "com.acme", "debug", "noise", "off"));
		assertThat(state.attachedSince()).isNotNull();
		assertThat(state.leftTo()).isNull();
		assertThat(state.captured()).isEqualTo(1_000);
		assertThat(state.waiting()).isEqualTo(1_000);
		assertThat(state.leftOut()).containsEntry("early", 2L).containsEntry("trace_evicted", 0L);
	}

	@Test
	void saysWhichLevelWasChangedAndByWhom() throws Exception {
		new Changes(this.overrides).change("logs.loggers.com.acme", "trace", "15m", "ann");
		LogsSection.State state = (LogsSection.State) this.section.read();
		assertThat(state.configuredLoggers()).containsEntry("com.acme", "debug");
		assertThat(state.loggers()).containsEntry("com.acme", "trace");
		assertThat(state.overrides()).singleElement().extracting(ActiveOverride::by).isEqualTo("ann");
	}

	@Test
	void saysWhatHasTheRecordsInstead() {
		try (LogAttachment first = new LogAttachment(new Placed(), this.capture, true)) {
			first.attach();
			this.attachment.attach();
			LogsSection.State state = (LogsSection.State) this.section.read();
			assertThat(state.attachedSince()).isNull();
			assertThat(state.leftTo()).isEqualTo("another application in this JVM");
		}
	}

	@Test
	void namesNoOtherApplicationIfThereIsNone() {
		this.attachment.attach();
		this.attachment.close();
		assertThat(((LogsSection.State) this.section.read()).leftTo()).isNull();
	}

	@Test
	void thePageShowsIt() throws IOException {
		this.attachment.attach();
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END);
		String answer = "```json\n" + answer() + "\n```\n";
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PAGE, page.substring(0, begin) + answer + page.substring(end));
		}
		else {
			assertThat(page.substring(begin, end)).isEqualTo(answer);
		}
	}

	private String answer() {
		return JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValueAsString(Map.of("logs", this.section.read()))
			.replaceAll("(\"attachedSince\" : \")[^\"]+", "$12026-01-01T10:00:00Z");
	}

	private void log(String logger) {
		this.capture.capture(logger, Severity.INFO, "INFO", "line", (event, log) -> log.setMessage(1, "main", event));
	}

	/**
	 * A logging system in which the appender stays.
	 */
	private static final class Placed implements LogPlacement {

		private boolean placed;

		@Override
		public String system() {
			return "Logback";
		}

		@Override
		public int place(Runnable disturbed) {
			int missing = (this.placed) ? 0 : 1;
			this.placed = true;
			return missing;
		}

		@Override
		public void remove() {
		}

		@Override
		public @Nullable String foreignAppender() {
			return null;
		}

	}

}
