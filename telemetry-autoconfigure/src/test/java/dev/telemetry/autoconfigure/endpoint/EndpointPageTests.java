package dev.telemetry.autoconfigure.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.privacy.TelemetryPrivacyAutoConfiguration;
import dev.telemetry.autoconfigure.report.TelemetryJobReportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.autoconfigure.worker.TelemetryWorkerAutoConfiguration;
import dev.telemetry.control.Adjustable;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogCaptureSettings;
import dev.telemetry.record.EventGate;
import dev.telemetry.record.EventNames;
import dev.telemetry.request.PathRules;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.TargetRatio;
import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.WorkerControl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about the endpoint says what it answers. To write the answer again:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class EndpointPageTests {

	private static final Path PAGE = Path.of("..", "docs", "endpoint.md");

	private final JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
						TelemetrySamplingAutoConfiguration.class, TelemetryPrivacyAutoConfiguration.class,
						TelemetryRecorderAutoConfiguration.class, TelemetryControlAutoConfiguration.class,
						TelemetryWorkerAutoConfiguration.class, TelemetryJobReportAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.endpoint=http://collector:4317",
				"management.endpoints.web.exposure.include=telemetry");

	@Test
	void theAnswerIsWhatIsShown() throws IOException {
		StringBuilder answer = new StringBuilder();
		this.runner.run((context) -> answer
			.append(this.json.writeValueAsString(context.getBean(TelemetryEndpoint.class).read())));
		assertShown("read", answer.toString());
	}

	@Test
	void theAnswerAboutReportsIsWhatIsShown() throws IOException {
		StringBuilder answer = new StringBuilder();
		this.runner
			.withPropertyValues("telemetry.job.report.enabled=true", "telemetry.job.report.directory=/var/lib/shop")
			.run((context) -> answer.append(this.json
				.writeValueAsString(Map.of("reports", context.getBean(TelemetryEndpoint.class).section("reports")))));
		assertShown("reports", answer.toString());
	}

	@Test
	void theAnswersToChangesAreWhatIsShown() throws Exception {
		Overrides overrides = new Overrides(
				SamplingSetting.of(new SamplingControl(SamplingSettings.builder().build()), true, null),
				new ChangeLog((event) -> {
				}, (setting) -> {
				}, new InternalFailures()), Clock.fixed(Instant.parse("2026-11-30T09:00:00Z"), ZoneOffset.UTC));
		assertShown("changed",
				this.json.writeValueAsString(new Changes(overrides).change("sampling.ratio", "1.0", "15m", "ann")));
		assertShown("refused",
				this.json.writeValueAsString(new TelemetryWebEndpoint(new Changes(overrides))
					.change("sampling.ratio", "much", null, SecurityContext.NONE)
					.getBody()));
	}

	private static void assertShown(String block, String json) throws IOException {
		String page = Files.readString(PAGE);
		String head = "<!-- " + block + " -->\n";
		int begin = page.indexOf(head) + head.length();
		int end = page.indexOf("<!-- /" + block + " -->\n");
		String shown = "```json\n" + json + "\n```\n";
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PAGE, page.substring(0, begin) + shown + page.substring(end));
		}
		else {
			assertThat(page.substring(begin, end)).isEqualTo(shown);
		}
	}

	@Test
	void theTableHasAllSettingsAndTheirValues() throws IOException {
		SamplingControl control = new SamplingControl(SamplingSettings.builder().build());
		LogCapture capture = new LogCapture(new LogCaptureSettings(Map.of(), 0, 1), (during, failure) -> {
		});
		List<TelemetrySetting> settings = new ArrayList<>(
				SamplingSetting.of(control, true, new TargetRatio(control, 1)));
		settings.add(EventsSection.exclude(new EventGate(EventNames.NONE, List::of, new InternalFailures())));
		settings.add(new LoggerSettings(capture.rules()));
		settings.add(PathsSection.ratios(new Adjustable<>(PathRules.NONE)));
		settings.add(WorkersSection
			.ratio(new WorkerControl(PoolRatios.of(Map.of()), (name, metadata) -> true, () -> List.of())));
		List<String> rows = settings.stream()
			.map((setting) -> "| `" + setting.name() + "` | " + setting.allowed() + " |")
			.toList();
		assertThat(Files.readString(PAGE)).contains(String.join("\n", rows));
	}

}
