package dev.telemetry.autoconfigure.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PropertyOrigins;
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

	TelemetrySamplingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	Sampler telemetrySampler(TelemetrySamplingProperties properties, Environment environment, PropertyOrigins origins,
			PropertyRejections rejections) {
		SamplingRatio ratio = SamplingRatio.of(properties.getRatio(), environment, origins, rejections);
		return new HeadSampler(ConsistentRatio.of(ratio.value()));
	}

	@Bean
	@Order(10)
	StartupDetail telemetrySamplingStartupDetail(Sampler sampler, TelemetrySamplingProperties properties,
			Environment environment, PropertyOrigins origins, PropertyRejections rejections) {
		if (!(sampler instanceof HeadSampler)) {
			return StartupDetail.of("sampler", sampler.getDescription(), "bean of the application");
		}
		SamplingRatio ratio = SamplingRatio.of(properties.getRatio(), environment, origins, rejections);
		return StartupDetail.of("ratio", ratio.value(), ratio.setBy());
	}

}
