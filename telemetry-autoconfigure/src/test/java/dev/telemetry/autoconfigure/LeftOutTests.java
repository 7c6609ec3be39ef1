package dev.telemetry.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.ConfigurableMockMvcBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with all that there is starts and serves, whatever of it is left out.
 */
class LeftOutTests {

	private static final String NO_SECURITY = "org.springframework.boot.security.autoconfigure.actuate.web.servlet."
			+ "ManagementWebSecurityAutoConfiguration";

	@TempDir
	private Path reports;

	@ParameterizedTest
	@MethodSource("excluded")
	void servesWithoutAutoConfigurations(String excluded) {
		runner().withPropertyValues("spring.autoconfigure.exclude=" + NO_SECURITY + "," + excluded).run((context) -> {
			assertThat(context).hasNotFailed();
			serves(context);
		});
	}

	static Stream<String> excluded() {
		return some(AutoConfigurations.names(),
				"dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration");
	}

	@ParameterizedTest
	@MethodSource("missing")
	void servesWithoutJars(String packages) {
		runner().withPropertyValues("spring.autoconfigure.exclude=" + NO_SECURITY)
			.withClassLoader(new FilteredClassLoader(packages.split(" ")))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				serves(context);
			});
	}

	static Stream<String> missing() {
		return some(List.of(
				"io.micrometer.core io.micrometer.prometheusmetrics org.springframework.boot.micrometer.metrics",
				"io.micrometer.prometheusmetrics io.prometheus", "io.micrometer.tracing.otel", "io.micrometer.tracing",
				"io.micrometer.context", "io.opentelemetry.exporter", "io.opentelemetry.sdk",
				"io.opentelemetry.sdk.logs", "io.opentelemetry.extension", "io.opentelemetry", "okhttp3",
				"ch.qos.logback", "ch.qos.logback org.apache.logging.log4j", "org.aspectj",
				"tools.jackson com.fasterxml.jackson",
				"org.springframework.web.client org.springframework.boot.restclient", "reactor"),
				"io.opentelemetry.sdk.logs");
	}

	// Each takes a second, and fails for the same reasons as others.
	private static Stream<String> some(List<String> all, String one) {
		return (Boolean.getBoolean("tests.all")) ? all.stream() : Stream.of(one);
	}

	private WebApplicationContextRunner runner() {
		return new WebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("telemetry.enabled=true", "telemetry.viewer.enabled=true",
					"telemetry.logs.enabled=true", "telemetry.events.as=both", "telemetry.job.report.enabled=true",
					"telemetry.job.report.directory=" + this.reports, "telemetry.job.heartbeat=1m",
					"telemetry.sampling.target-traces-per-minute=100", "telemetry.budget.spans-per-minute=1000",
					"telemetry.otel.exporter=file", "telemetry.otel.file.path=" + this.reports.resolve("spans.jsonl"),
					"telemetry.logs.file.path=" + this.reports.resolve("logs.jsonl"),
					"management.endpoints.web.exposure.include=*", "management.endpoint.traces.access=READ_ONLY",
					"management.health.defaults.enabled=false", "management.health.telemetry.enabled=true");
	}

	private static void serves(WebApplicationContext context) {
		for (String name : context.getBeanDefinitionNames()) {
			if (name.startsWith("telemetry")) {
				context.getBean(name);
			}
		}
		context.getBean(TelemetryRecorder.class).job("nightly", "report").run((job) -> job.event("begun"));
		MockMvcTester mvc = MockMvcTester.from(context,
				(builder) -> ((ConfigurableMockMvcBuilder<?>) builder)
					.addFilters(context.getBeansOfType(Filter.class).values().toArray(Filter[]::new))
					.build());
		assertThat(mvc.get().uri("/hello")).hasStatusOk().bodyText().isEqualTo("hello");
		for (String endpoint : List.of("telemetry", "traces", "traces/live", "metrics", "prometheus", "env",
				"configprops", "conditions")) {
			String uri = "/actuator/" + endpoint;
			assertThat(mvc.get().uri(uri).exchange().getResponse().getStatus()).as(uri).isIn(200, 404);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "actuate", "health", "jackson", "aop" })
	@Import(Greetings.class)
	static class Application {

	}

	@RestController
	static class Greetings {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
