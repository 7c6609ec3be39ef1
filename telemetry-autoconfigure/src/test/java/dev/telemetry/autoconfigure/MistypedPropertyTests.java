package dev.telemetry.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application hears of a switch that was forgotten, and of names that no property
 * has.
 */
@ExtendWith(OutputCaptureExtension.class)
class MistypedPropertyTests {

	// The build has system properties that begin like those of an application.
	private final Map<String, String> ofTheBuild = new HashMap<>();

	MistypedPropertyTests() {
		for (String name : System.getProperties().stringPropertyNames()) {
			if (name.startsWith("telemetry.")) {
				this.ofTheBuild.put(name, System.clearProperty(name));
			}
		}
	}

	@AfterEach
	void restore() {
		this.ofTheBuild.forEach(System::setProperty);
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.otel.endpoint=http://localhost:4317", "telemetry.enable=true" })
	void aForgottenSwitchIsSaidOnce(String property, CapturedOutput output) {
		run("--" + property);
		String name = property.substring(0, property.indexOf('='));
		assertThat(output.getOut().lines().filter((line) -> line.contains("Telemetry"))).singleElement()
			.asString()
			.contains(" INFO ")
			.contains("Telemetry is off: telemetry.enabled is not set, although " + name + " is.");
	}

	@Test
	void aFlagInPlaceOfTheSwitchIsSaid(CapturedOutput output) {
		run("--telemetry=true");
		assertThat(output).contains("Telemetry is off: telemetry.enabled is not set, although telemetry is.");
		run("--telemetry=true", "--telemetry.enabled=true", "--telemetry.otel.exporter=none");
		assertThat(output).contains("The property 'telemetry' (")
			.contains("is not known and has no effect. Did you mean 'telemetry.enabled'?");
	}

	@Test
	void aSwitchWithoutAValueIsSaidOnce(CapturedOutput output) {
		run("--telemetry.enabled=");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Telemetry"))).singleElement()
			.asString()
			.contains("Telemetry is off: telemetry.enabled has no value.");
	}

	@Test
	void aSwitchThatIsOffIsNotForgotten(CapturedOutput output) {
		run("--telemetry.enabled=false", "--telemetry.otel.endpoint=http://localhost:4317");
		assertThat(output).doesNotContain("Telemetry");
	}

	@Test
	void nothingIsSaidWhereNothingIsSet(CapturedOutput output) {
		run();
		assertThat(output).doesNotContain("Telemetry");
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.sampling.ration, telemetry.sampling.ratio", "telemetry.ratio, telemetry.sampling.ratio",
			"telemetry.endpoint, telemetry.otel.endpoint",
			"telemetry.http.routes[0].path, telemetry.http.paths[0].path",
			"telemetry.exporter, telemetry.otel.exporter" })
	void aNameThatIsNotKnownIsSaidWithTheNearest(String name, String nearest, CapturedOutput output) {
		run("--telemetry.enabled=true", "--telemetry.otel.exporter=none", "--" + name + "=1");
		assertThat(output).containsOnlyOnce("The property '" + name + "'")
			.contains("is not known and has no effect. Did you mean '" + nearest + "'?");
	}

	@Test
	void entriesAndElementsAreKnown(CapturedOutput output) {
		run("--telemetry.enabled=true", "--telemetry.otel.exporter[0]=none", "--telemetry.otel.headers.x-tenant=a",
				"--telemetry.client.services.[prices.example.com]=partner", "--telemetry.http.paths[0].path=/a",
				"--telemetry.http.paths[0].untraced=true", "--telemetry.serviceName=shop");
		assertThat(output).doesNotContain("is not known");
	}

	@Test
	void aServiceWithoutANameHearsHowToNameIt(CapturedOutput output) {
		run("--telemetry.enabled=true", "--telemetry.otel.exporter=none", "--spring.application.name=");
		assertThat(output).contains("service=unknown_service (no name: set spring.application.name)");
	}

	@ParameterizedTest
	@CsvSource({ "health, metrics=not exposed (management.endpoints.web.exposure.include)",
			"prometheus, metrics=/actuator/prometheus" })
	void theStartSaysWhereMetricsAre(String exposed, String said, CapturedOutput output) {
		run(WebApplication.class, WebApplicationType.SERVLET, "--telemetry.enabled=true",
				"--telemetry.otel.exporter=none", "--management.endpoints.web.exposure.include=" + exposed);
		assertThat(output).contains(said);
	}

	private static void run(String... arguments) {
		run(Application.class, WebApplicationType.NONE, arguments);
	}

	private static void run(Class<?> source, WebApplicationType type, String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(type);
		application.setDefaultProperties(Map.of("server.port", "0"));
		application.run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

	}

}
