package dev.telemetry.autoconfigure.job;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.record.OperationSettings.JobSpanName;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for jobs.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class, afterName = {
		"org.springframework.boot.autoconfigure.aop.AopAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAspectsAutoConfiguration" })
@ConditionalOnClass(AopConfigUtils.class)
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryJobProperties.class)
@Import({ TimedMethodsConfiguration.class, ScheduledJobsConfiguration.class })
public final class TelemetryJobAutoConfiguration {

	TelemetryJobAutoConfiguration() {
	}

	// For the recorder, which knows no properties of jobs.
	@Bean
	JobSpanName telemetryJobSpanName(TelemetryJobProperties properties) {
		return properties.getSpanName();
	}

}
