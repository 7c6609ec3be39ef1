package dev.telemetry.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

import dev.telemetry.autoconfigure.EnableTelemetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What endpoints show, and what is logged, with values shown on purpose.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsInEndpointsTests {

	private static final String SECRET = "topsecret";

	@Test
	void secretsAreNotShown() throws Exception {
		assertThat(shown(true, Map.of(), "--telemetry.otel.headers.authorization=Bearer topsecret",
				"--telemetry.otel.headers[x-api-key]=topsecret",
				"--telemetry.otel.endpoint=http://ann:topsecret@localhost:4317", "--telemetry.logs.enabled=true",
				"--telemetry.logs.endpoint=http://bob:topsecret@localhost:4317",
				"--spring.application.json={\"telemetry\":{\"otel\":{\"headers\":{\"a\":\"topsecret\"}}}}"))
			.contains("telemetry.otel.headers.authorization", "telemetry.otel.headers[x-api-key]",
					"telemetry.otel.headers.a\"", "http://******@localhost:4317")
			.doesNotContain(SECRET);
	}

	@Test
	void aSecretInTheQueryOfTheEndpointIsNotShown() throws Exception {
		assertThat(shown(true, Map.of(), "--telemetry.otel.endpoint=http://localhost:4318/v1/traces?key=topsecret"))
			.contains("telemetry.otel.endpoint")
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"TELEMETRY_OTEL_HEADERS_AUTHORIZATION=Bearer topsecret TELEMETRY_OTEL_ENDPOINT=http://ann:topsecret@localhost:4317",
			"OTEL_ENDPOINT=http://ann:topsecret@localhost:4317" })
	void secretsInTheEnvironmentAreNotShown(String variables) throws Exception {
		Map<String, Object> environment = new HashMap<>();
		for (String variable : variables.split(" (?=TELEMETRY)")) {
			String[] parts = variable.split("=", 2);
			environment.put(parts[0], parts[1]);
		}
		assertThat(shown(true, environment)).contains(environment.keySet()).doesNotContain(SECRET);
	}

	@Test
	void variablesThatHeadersAndTheEndpointAreMadeOfAreNotShown() throws Exception {
		assertThat(shown(true, Map.of("OTLP_TOKEN", SECRET, "PASSWORD", SECRET),
				"--telemetry.otel.headers.authorization=Bearer ${OTLP_TOKEN}",
				"--telemetry.otel.endpoint=http://ann:${PASSWORD}@host:4317"))
			.contains("OTLP_TOKEN", "PASSWORD")
			.doesNotContain(SECRET);
	}

	@Test
	void aSingleSecretIsNotShown() throws Exception {
		Map<String, Object> variables = Map.of("OTLP_TOKEN", SECRET, "TELEMETRY_OTEL_HEADERS_AUTHORIZATION",
				"Bearer topsecret");
		try (ConfigurableApplicationContext context = run(true, variables,
				"--telemetry.otel.endpoint=http://ann:topsecret@localhost:4317",
				"--copy=<${telemetry.otel.headers.authorization}>")) {
			String port = context.getEnvironment().getProperty("local.server.port");
			for (String name : List.of("telemetry.otel.headers.authorization", "TELEMETRY_OTEL_HEADERS_AUTHORIZATION",
					"telemetry.otel.endpoint", "OTLP_TOKEN", "copy")) {
				assertThat(get(port, "/actuator/env/" + name)).as(name)
					.contains("\"property\"")
					.contains("******")
					.doesNotContain(SECRET);
			}
		}
	}

	@Test
	void aFunctionOfTheApplicationDoesNotUncoverASecret() throws Exception {
		SanitizingFunction userFunction = (data) -> ("copy".equals(data.getKey()))
				? data.withValue(String.valueOf(data.getValue()).replace("cabbage", "?")) : data;
		assertThat(
				shown(true, Map.of(), userFunction, "--telemetry.otel.headers.x=topsecret", "--copy=cabbage topsecret"))
			.contains("? ******")
			.doesNotContain(SECRET);
	}

	@Test
	void secretsAreNotShownWhileOff() throws Exception {
		assertThat(shown(false, Map.of(), "--telemetry.otel.headers.authorization=topsecret"))
			.contains("telemetry.otel.headers.authorization")
			.doesNotContain(SECRET);
	}

	@Test
	void headersThatAreNoMapAreNotShownWhileOff() throws Exception {
		assertThat(shown(false, Map.of(), "--telemetry.otel.headers=authorization topsecret"))
			.contains("telemetry.otel.headers")
			.doesNotContain(SECRET);
	}

	@Test
	void otherValuesAreShownAsTheyAre() throws Exception {
		assertThat(shown(true, Map.of(), "--telemetry.otel.headers.x-scope-orgid=1", "--shop.name=tea and 1 cup"))
			.contains("tea and 1 cup");
	}

	// The exporter is made by the first batch, and that it has to wait is said.
	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http" })
	void secretsAreNotLoggedHoweverMuchIs(String protocol, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(true, Map.of(),
				"--telemetry.otel.endpoint=http://ann:topsecret@127.0.0.1:1/?key=topsecret",
				"--telemetry.otel.protocol=" + protocol, "--telemetry.otel.timeout=1s",
				"--telemetry.otel.headers.authorization=topsecret", "--telemetry.sampling.ratio=1.0",
				"--telemetry.export.delay=10ms", "--logging.level.dev.telemetry=trace")) {
			assertThat(get(context.getEnvironment().getProperty("local.server.port"), "/orders")).contains("404");
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> output.toString().contains("wait in memory"));
		}
		assertThat(output).contains("Telemetry is on").doesNotContain(SECRET);
		assertThat(output).as("what the exporters of OpenTelemetry log").doesNotContain("Failed to export");
	}

	private static String shown(boolean enabled, Map<String, Object> variables, String... arguments) throws Exception {
		return shown(enabled, variables, (data) -> data, arguments);
	}

	private static String shown(boolean enabled, Map<String, Object> variables, SanitizingFunction userFunction,
			String... arguments) throws Exception {
		try (ConfigurableApplicationContext context = run(enabled, variables, userFunction, arguments)) {
			String port = context.getEnvironment().getProperty("local.server.port");
			return get(port, "/actuator/env") + get(port, "/actuator/configprops");
		}
	}

	private static ConfigurableApplicationContext run(boolean enabled, Map<String, Object> variables,
			String... arguments) {
		return run(enabled, variables, (data) -> data, arguments);
	}

	private static ConfigurableApplicationContext run(boolean enabled, Map<String, Object> variables,
			SanitizingFunction userFunction, String... arguments) {
		StandardEnvironment environment = new StandardServletEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		SpringApplication application = new SpringApplication(Application.class);
		application.setEnvironment(environment);
		application
			.addInitializers((context) -> context.getBeanFactory().registerSingleton("userFunction", userFunction));
		String[] shared = { "--server.port=0", "--server.address=127.0.0.1", "--telemetry.enabled=" + enabled,
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.env.show-values=always",
				"--management.endpoint.configprops.show-values=always",
				"--spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet."
						+ "ServletWebSecurityAutoConfiguration,org.springframework.boot.security.autoconfigure."
						+ "actuate.web.servlet.ManagementWebSecurityAutoConfiguration" };
		return application.run(Stream.concat(Stream.of(shared), Stream.of(arguments)).toArray(String[]::new));
	}

	private static String get(String port, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.timeout(Duration.ofSeconds(10))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		return response.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "actuate", "jackson" })
	static class Application {

	}

}
