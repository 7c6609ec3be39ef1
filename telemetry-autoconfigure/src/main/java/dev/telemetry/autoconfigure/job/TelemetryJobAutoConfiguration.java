package dev.telemetry.autoconfigure.job;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PeriodicTask;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.record.JobTrace;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.OperationSettings.JobSpanName;
import dev.telemetry.record.TelemetryRecorder;

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
@Import({ TimedMethodsConfiguration.class, ScheduledJobsConfiguration.class, ScheduledTasksConfiguration.class })
public final class TelemetryJobAutoConfiguration {

	TelemetryJobAutoConfiguration() {
	}

	// For the recorder, which does not read properties of jobs.
	@Bean
	JobSpanName telemetryJobSpanName(TelemetryJobProperties properties) {
		return properties.getSpanName();
	}

	@Bean
	JobTrace telemetryJobTrace(TelemetryJobProperties properties) {
		return (properties.isNewTrace()) ? JobTrace.NEW : JobTrace.CURRENT;
	}

	/**
	 * Sends heartbeats of running jobs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(PropertyNames.JOB_HEARTBEAT)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class HeartbeatConfiguration {

		private static final Duration LEAST = Duration.ofSeconds(1);

		@Bean
		@ConditionalOnMissingBean(name = "telemetryJobHeartbeat")
		@Nullable PeriodicTask telemetryJobHeartbeat(TelemetryJobProperties properties, PropertyRejections rejections,
				ObjectProvider<TelemetryRecorder> recorder) {
			Duration period = properties.getHeartbeat();
			if (period == null) {
				// The property is empty, or was removed after the application was
				// processed ahead of time.
				return null;
			}
			if (period.compareTo(LEAST) < 0) {
				throw rejections.reject(PropertyNames.JOB_HEARTBEAT, "a duration of at least 1s, such as 1m");
			}
			return new PeriodicTask("telling that jobs go on", rejections.positive(PropertyNames.JOB_HEARTBEAT, period),
					() -> recorder.ifAvailable((recording) -> beat(recording, period)));
		}

		// The application may have replaced the recorder by a proxy.
		private static void beat(TelemetryRecorder recorder, Duration period) {
			Object target = AopProxyUtils.getSingletonTarget(recorder);
			if (((target != null) ? target : recorder) instanceof OperationRecorder recording) {
				recording.beat(period);
			}
		}

	}

}
