package dev.telemetry.autoconfigure.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.SamplingControl;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetrySamplingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void twoPercentAreSampledByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(SamplingControl.class).settings().ratio().value())
			.isEqualTo(0.02));
	}

	@Test
	void theRatioIsTaken() {
		this.runner.withPropertyValues("telemetry.sampling.ratio=0.5")
			.run((context) -> assertThat(context.getBean(SamplingControl.class).settings().ratio().value())
				.isEqualTo(0.5));
	}

	@Test
	void backsOffFromTheUsersSampler() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOn).run((context) -> {
			assertThat(context).hasSingleBean(Sampler.class).hasBean("telemetrySamplingStartupDetail");
			assertThat(context.getBean(Sampler.class)).isSameAs(Sampler.alwaysOn());
		});
	}

	@Test
	void backsOffWithoutTheSdk() {
		this.runner.withClassLoader(new FilteredClassLoader(Sampler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("telemetrySampler"));
	}

	@Test
	void promSamplesNothing() {
		this.runner.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(HeadSampler.class));
	}

}
