package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.privacy.TelemetryPrivacyAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.sampling.SamplingControl;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryControlAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
				TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
				TelemetryPrivacyAutoConfiguration.class, TelemetryControlAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=console");

	private final WebApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=telemetry");

	@ParameterizedTest
	@CsvSource({ "web, telemetry, , true", "web, *, , true", "web, health, , false", "jmx, telemetry, , true",
			"web, telemetry, none, false", "web, telemetry, read-only, true", "web, telemetry, unrestricted, true" })
	void isThereWhereItIsExposedAndMayBeAccessed(String exposure, String included, String access, boolean there) {
		WebApplicationContextRunner runner = this.runner
			.withInitializer(
					(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
			.withPropertyValues("management.endpoints." + exposure + ".exposure.include=" + included,
					"spring.jmx.enabled=true");
		if (access != null) {
			runner = runner.withPropertyValues("management.endpoint.telemetry.access=" + access);
		}
		runner.run((context) -> {
			assertThat(context.getBeansOfType(TelemetryEndpoint.class)).hasSize((there) ? 1 : 0);
			assertThat(context.getBeansOfType(TelemetrySection.class).isEmpty()).isEqualTo(!there);
		});
	}

	@Test
	void isNotThereWhileOff() {
		this.exposed.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TelemetryEndpoint.class));
	}

	@Test
	void showsEachPartByItself() {
		this.exposed.run((context) -> {
			TelemetryEndpoint endpoint = context.getBean(TelemetryEndpoint.class);
			assertThat(endpoint.read()).containsOnlyKeys("switch", "exporters", "sampling", "privacy", "failures");
			assertThat(endpoint.section("exporters")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.singleElement()
				.extracting("name", "state")
				.containsExactly("console", "There was nothing to send yet.");
			assertThat(endpoint.section("sampling")).extracting("configured.ratio", "inForce.ratio", "head")
				.containsExactly(0.02, 0.02, "telemetry");
			assertThat(endpoint.section("switch")).extracting("enabled", "setBy")
				.containsExactly(true, "telemetry.enabled");
			assertThat(endpoint.section("nothing")).isNull();
		});
	}

	@Test
	void withMetricsAloneThereIsNothingToChange() {
		this.exposed.withPropertyValues("telemetry.backend=prom").run((context) -> {
			assertThat(context.getBean(TelemetryEndpoint.class).read()).containsOnlyKeys("switch", "failures");
			assertThat(context.getBean(TelemetryWebEndpoint.class)
				.change("sampling.ratio", "1", null, SecurityContext.NONE)
				.getBody()).containsEntry("allowed", List.of());
		});
	}

	@Test
	void aChangeHoldsAndIsCounted() {
		this.exposed.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			Map<String, Object> answer = context.getBean(TelemetryWebEndpoint.class)
				.change("sampling.ratio", "1", null, SecurityContext.NONE)
				.getBody();
			assertThat(answer).extractingByKey("changed").asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
			assertThat(context.getBean(SamplingControl.class).settings().ratio().value()).isEqualTo(1);
			assertThat(context.getBean(TelemetryEndpoint.class).section("sampling"))
				.extracting("configured.ratio", "inForce.ratio")
				.containsExactly(0.02, 1.0);
			assertThat(context.getBean(MeterRegistry.class)
				.get("telemetry.control.changes")
				.tag("setting", "sampling.ratio")
				.counter()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void aSamplerOfTheApplicationIsNamed() {
		this.exposed.withBean(Sampler.class, Sampler::alwaysOn).run((context) -> {
			assertThat(context.getBean(TelemetryEndpoint.class).section("sampling")).extracting("head")
				.isEqualTo("a bean of the application");
			assertThat(context.getBean(Overrides.class).names()).doesNotContain("sampling.ratio");
		});
	}

	@Test
	void doesWithoutMicrometer() {
		this.exposed.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TelemetryEndpoint.class));
	}

	@Test
	void aContextBelowShowsNothingOfItsOwn() {
		this.exposed.run((parent) -> this.exposed.withParent(parent)
			.run((context) -> assertThat(context.getBeanFactory().getBeansOfType(TelemetrySection.class)).isEmpty()));
	}

}
