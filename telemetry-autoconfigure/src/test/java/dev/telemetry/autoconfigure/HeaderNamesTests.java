package dev.telemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.telemetry.autoconfigure.export.TelemetryOtelProperties;
import dev.telemetry.autoconfigure.report.TelemetryJobReportProperties;
import dev.telemetry.autoconfigure.viewer.TelemetryViewerProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers whose names are those of variables, which have no hyphens.
 */
class HeaderNamesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void underscoresOfAVariableAreTheHyphensOfAHeader() {
		variable("TELEMETRY_OTEL_HEADERS_X_API_KEY", "secret");
		assertThat(bind("telemetry.otel", TelemetryOtelProperties.class).getHeaders())
			.containsExactly(Map.entry("x-api-key", "secret"));
	}

	@Test
	void aVariableWinsOverAFile() {
		property("telemetry.otel.headers.x-api-key", "of a file");
		variable("TELEMETRY_OTEL_HEADERS_X_API_KEY", "secret");
		assertThat(bind("telemetry.otel", TelemetryOtelProperties.class).getHeaders())
			.containsExactly(Map.entry("x-api-key", "secret"));
	}

	@Test
	void soItIsWithAllHeaders() {
		variable("TELEMETRY_VIEWER_PEERHEADERS_X_API_KEY", "secret");
		variable("TELEMETRY_JOB_REPORT_UPLOAD_HEADERS_X_MS_TAGS", "team=shop");
		assertThat(bind("telemetry.viewer", TelemetryViewerProperties.class).getPeerHeaders())
			.containsExactly(Map.entry("x-api-key", "secret"));
		assertThat(bind("telemetry.job.report", TelemetryJobReportProperties.class).getUpload().getHeaders())
			.containsExactly(Map.entry("x-ms-tags", "team=shop"));
	}

	@Test
	void soItIsForTheEndpointThatSpringBootKnows() {
		variable("TELEMETRY_OTEL_HEADERS_X_API_KEY", "secret");
		SpringBootOverrides.apply(this.environment);
		assertThat(Binder.get(this.environment)
			.bind("management.opentelemetry.tracing.export.otlp.headers", Bindable.mapOf(String.class, String.class))
			.get()).containsExactly(Map.entry("x-api-key", "secret"));
	}

	private <T> T bind(String name, Class<T> type) {
		return Binder.get(this.environment).bindOrCreate(name, type);
	}

	private void property(String name, String value) {
		this.environment.getPropertySources().addLast(new MapPropertySource("file", Map.of(name, value)));
	}

	private void variable(String name, String value) {
		String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		Map<String, Object> variables = new LinkedHashMap<>(this.environment.getSystemEnvironment());
		if (this.environment.getPropertySources().get(source) instanceof SystemEnvironmentPropertySource present) {
			variables.putAll(present.getSource());
		}
		variables.put(name, value);
		this.environment.getPropertySources().replace(source, new SystemEnvironmentPropertySource(source, variables));
	}

}
