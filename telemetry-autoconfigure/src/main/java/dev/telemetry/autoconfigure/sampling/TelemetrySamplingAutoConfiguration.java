package dev.telemetry.autoconfigure.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PropertyRejections;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.sampling.ConsistentRatio;
import dev.telemetry.sampling.HeadSampler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for sampling.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass(Sampler.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@EnableConfigurationProperties(TelemetrySamplingProperties.class)
public final class TelemetrySamplingAutoConfiguration {

	private static final String RATIO_PROPERTY = "telemetry.sampling.ratio";

	TelemetrySamplingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	Sampler telemetrySampler(TelemetrySamplingProperties properties, PropertyRejections rejections) {
		double ratio = properties.getRatio();
		if (!(ratio >= 0.0 && ratio <= 1.0)) {
			throw rejections.reject(RATIO_PROPERTY, "a number from 0.0 to 1.0");
		}
		return new HeadSampler(ConsistentRatio.of(ratio));
	}

	@Bean
	@Order(1)
	StartupDetail telemetrySamplingStartupDetail(Sampler sampler) {
		return new StartupDetail(
				(sampler instanceof HeadSampler head) ? "ratio=" + head.ratio() : "sampler=" + sampler);
	}

}
