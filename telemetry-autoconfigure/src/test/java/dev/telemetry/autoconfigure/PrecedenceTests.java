package dev.telemetry.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A property of telemetry wins over a variable that stands for it, that over the standard
 * variables and Spring Boot's properties, those over the default; and the line at start
 * says which it was.
 */
@ExtendWith({ OutputCaptureExtension.class, TelemetryLeakCheck.class })
class PrecedenceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					-                      | -                                                        | ratio=0.02 (default)
					-                      | telemetry.sampling.ratio=0.5                             | ratio=0.5 (telemetry.sampling.ratio)
					OTEL_TRACE_SAMPLE=0.3  | -                                                        | ratio=0.3 (OTEL_TRACE_SAMPLE)
					OTEL_TRACE_SAMPLE=0.3  | telemetry.sampling.ratio=0.5                             | ratio=0.5 (telemetry.sampling.ratio)
					TELEMETRY_SAMPLING_RATIO=0.4 | -                                                  | ratio=0.4 (TELEMETRY_SAMPLING_RATIO)
					-                      | management.tracing.sampling.probability=0.7              | ratio=0.7 (management.tracing.sampling.probability)
					OTEL_TRACE_SAMPLE=0.3  | management.tracing.sampling.probability=0.7              | ratio=0.3 (OTEL_TRACE_SAMPLE)
					-                      | management.opentelemetry.tracing.sampler=always-on       | ratio=1.0 (management.opentelemetry.tracing.sampler)
					-                      | management.opentelemetry.tracing.sampler=parent_based_always_off | ratio=0.0 (management.opentelemetry.tracing.sampler)
					""")
	void theRatio(String variable, String property, String expected, CapturedOutput output) {
		run(variable, property);
		assertThat(output).contains(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					-                                | -                               | [console (fallback)]
					-                                | telemetry.otel.exporter=console | [console (telemetry.otel.exporter)]
					OTEL_EXPORTER=console            | -                               | [console (OTEL_EXPORTER)]
					OTEL_EXPORTER=console            | telemetry.otel.exporter=none    | none (telemetry.otel.exporter)
					OTEL_EXPORTER=none               | -                               | none (OTEL_EXPORTER)
					OTEL_EXPORTER=console, otlp      | management.opentelemetry.tracing.export.otlp.endpoint=http://b:4318/v1/traces | [otlp http http://b:4318/v1/traces (management.opentelemetry.tracing.export.otlp.endpoint), console (OTEL_EXPORTER)]
					OTEL_TRACES_EXPORTER=logging     | -                               | [console (OTEL_TRACES_EXPORTER)]
					OTEL_TRACES_EXPORTER=none        | -                               | none (OTEL_TRACES_EXPORTER)
					OTEL_TRACES_EXPORTER=zipkin      | telemetry.otel.exporter=none    | none (telemetry.otel.exporter)
					OTEL_TRACES_EXPORTER=none        | management.opentelemetry.map-environment-variables=false | [console (fallback)]
					OTEL_ENDPOINT=http://a:4317      | -                               | [otlp grpc http://a:4317 (OTEL_ENDPOINT)]
					OTEL_ENDPOINT=http://a:4317      | telemetry.otel.endpoint=https://b/otlp | [otlp http https://b/otlp/v1/traces (telemetry.otel.endpoint)]
					OTEL_ENDPOINT=http://a:4317      | management.opentelemetry.tracing.export.otlp.endpoint=http://b:4318/v1/traces | [otlp grpc http://a:4317 (OTEL_ENDPOINT)]
					-                                | management.opentelemetry.tracing.export.otlp.endpoint=http://u:p@b:4318/v1/traces | [otlp http http://******@b:4318/v1/traces (management.opentelemetry.tracing.export.otlp.endpoint)]
					""")
	void theExporter(String variable, String property, String expected, CapturedOutput output) {
		run(variable, property);
		assertThat(output).contains("exporters=" + expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					-                      | -                               | service=unknown_service (no name: set spring.application.name)
					-                      | spring.application.name=a       | service=a (spring.application.name)
					OTEL_SERVICE_NAME=b    | spring.application.name=a       | service=b (OTEL_SERVICE_NAME)
					OTEL_SERVICE_NAME=b    | telemetry.service-name=c        | service=c (telemetry.service-name)
					OTEL_SERVICE_NAME=b    | management.opentelemetry.resource-attributes.service.name=d | service=b (OTEL_SERVICE_NAME)
					-                      | management.opentelemetry.resource-attributes.service.name=d | service=d (management.opentelemetry.resource-attributes.service.name)
					""")
	void theServiceName(String variable, String property, String expected, CapturedOutput output) {
		run(variable, property);
		assertThat(output).contains(expected);
	}

	@Test
	void theServiceNameOfAResourceThatTheApplicationDeclares(CapturedOutput output) {
		start(ResourceApplication.class, null, "telemetry.service-name=other").close();
		assertThat(output).contains("service=own (bean ownResource)").doesNotContain("service=other");
	}

	@Test
	void theServiceNameOfASourceThatComesLateIsThatOfSpans(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(LateApplication.class, null,
				"spring.application.name=other")) {
			Attributes resource = context.getBean(Resource.class).getAttributes();
			assertThat(resource.get(AttributeKey.stringKey("service.name"))).isEqualTo("late");
			assertThat(resource.get(AttributeKey.stringKey("deployment.environment.name"))).isEqualTo("test");
		}
		assertThat(output).contains("service=late (telemetry.service-name)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			TELEMETRY_ENABLED=true | -                      | Telemetry is on (TELEMETRY_ENABLED)
			TELEMETRY_BACKEND=otel | telemetry.enabled=true | backend=otel (TELEMETRY_BACKEND)
			TELEMETRY_BACKEND=otel | telemetry.backend=prom | backend=prom (telemetry.backend)
			""")
	void theSwitch(String variable, String property, String expected, CapturedOutput output) {
		run(variable, property);
		assertThat(output).contains(expected);
	}

	@Test
	void aWrongValueOfAVariableIsBlamedOnTheVariable(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("OTEL_TRACE_SAMPLE=7", null));
		assertThat(output).contains("'telemetry.sampling.ratio' has the value '7'")
			.contains("from System Environment Property \"OTEL_TRACE_SAMPLE\"");
	}

	@Test
	void aVariableThatCannotBeConvertedIsBlamedOnTheVariable(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("OTEL_EXPORTER=kafka", null));
		assertThat(output).contains("from System Environment Property \"OTEL_EXPORTER\"")
			.contains("it must be one of otlp, console, file, stderr, none");
	}

	@Test
	void offReadsNoVariable() {
		run("OTEL_TRACE_SAMPLE=7", "telemetry.enabled=false");
	}

	private static void run(String variable, String property) {
		start(Application.class, variable, property).close();
	}

	private static ConfigurableApplicationContext start(Class<?> source, String variable, String property) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, map(variable)));
		SpringApplication application = new SpringApplication(source);
		application.setEnvironment(environment);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("telemetry.enabled", "true", "management.opentelemetry.tracing.export.schedule-delay", "10ms"));
		return application.run((property != null) ? new String[] { "--" + property } : new String[0]);
	}

	private static Map<String, Object> map(String variable) {
		Map<String, Object> variables = new HashMap<>();
		if (variable != null) {
			String[] parts = variable.split("=", 2);
			variables.put(parts[0], parts[1]);
		}
		return variables;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	@PropertySource("classpath:/dev/telemetry/autoconfigure/late.properties")
	static class LateApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class ResourceApplication {

		@Bean
		Resource ownResource() {
			return Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "own"));
		}

	}

}
