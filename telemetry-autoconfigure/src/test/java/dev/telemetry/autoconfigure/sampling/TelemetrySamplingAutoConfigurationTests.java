package dev.telemetry.autoconfigure.sampling;

import java.time.Duration;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.PeriodicTask;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.TargetRatio;

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
	void aListIsNoRatio() {
		this.runner.withPropertyValues("telemetry.sampling.ratio[0]=0.5")
			.run((context) -> assertThat(ratio(context)).isEqualTo("ratio=0.02 (default)"));
		this.runner.withPropertyValues("telemetry.sampling.ratio[0]=0.5", "management.tracing.sampling.probability=0.7")
			.run((context) -> assertThat(ratio(context))
				.isEqualTo("ratio=0.7 (management.tracing.sampling.probability)"));
	}

	private static String ratio(ApplicationContext context) {
		return context.getBean("telemetrySamplingStartupDetail", StartupDetail.class).text();
	}

	@Test
	void withoutATargetNothingIsAdapted() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TargetRatio.class)
			.doesNotHaveBean(PeriodicTask.class));
	}

	@Test
	void aTargetAdaptsTheRatioEachMinute() {
		this.runner.withPropertyValues("telemetry.sampling.target-traces-per-minute=60").run((context) -> {
			assertThat(context.getBean(TargetRatio.class).tracesPerMinute().current()).isEqualTo(60);
			assertThat(context.getBean(PeriodicTask.class).period()).isEqualTo(Duration.ofMinutes(1));
			assertThat(context.getBean("telemetryTargetStartupDetail", StartupDetail.class).text())
				.startsWith("target-traces-per-minute=60 (");
			assertThat(context.getBean("telemetryTargetCheck", StartupCheck.class).problem()).isNull();
		});
	}

	@Test
	void aContextBelowAdaptsNothingASecondTime() {
		ApplicationContextRunner target = this.runner
			.withPropertyValues("telemetry.sampling.target-traces-per-minute=60");
		target.run((parent) -> target.withParent(parent)
			.run((context) -> assertThat(context.getBeanFactory().getBeansOfType(PeriodicTask.class)).isEmpty()));
	}

	@Test
	void aTargetThatTheSamplerOfTheApplicationKnowsNothingOfIsSaid() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOn)
			.withPropertyValues("telemetry.sampling.target-traces-per-minute=60")
			.run((context) -> assertThat(context.getBean("telemetryTargetCheck", StartupCheck.class).problem())
				.startsWith("telemetry.sampling.target-traces-per-minute has no effect"));
	}

	@Test
	void backsOffFromTheUsersSampler() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOn).run((context) -> {
			assertThat(context).hasSingleBean(Sampler.class).hasBean("telemetrySamplingStartupDetail");
			assertThat(context.getBean(Sampler.class)).isSameAs(Sampler.alwaysOn());
		});
	}

	@Test
	void backsOffFromTheUsersControl() {
		this.runner.run((ours) -> {
			SamplingControl mine = new SamplingControl(ours.getBean(SamplingControl.class).settings());
			this.runner.withBean("mine", SamplingControl.class, () -> mine)
				.run((context) -> assertThat(context.getBean(SamplingControl.class)).isSameAs(mine));
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
