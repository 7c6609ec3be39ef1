package dev.telemetry.autoconfigure.quartz;

import org.quartz.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.FailedRunScopes;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Quartz, whose jobs are recorded
 * as jobs.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class)
@ConditionalOnClass({ Scheduler.class, SchedulerFactoryBean.class })
@ConditionalOnTelemetry
@ConditionalOnSwitchedOn({ PropertyNames.JOB_ENABLED, PropertyNames.JOB_QUARTZ })
public final class TelemetryQuartzAutoConfiguration {

	private TelemetryQuartzAutoConfiguration() {
	}

	// Created before most beans, so it must not depend on others.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static QuartzSchedulers telemetryQuartzSchedulers(ObjectProvider<TelemetryRecorder> recorder,
			ObjectProvider<TracingState> tracing, ObjectProvider<ContextLeaks> leaks,
			ObjectProvider<FailedRunScopes> failedRuns, ObjectProvider<InternalFailures> failures,
			Environment environment) {
		QuartzJobNames names = new QuartzJobNames(environment);
		return new QuartzSchedulers(names,
				() -> new QuartzJobs(recorder.getObject(), names,
						(tracing.getObject().active()) ? leaks.getObject() : null, failedRuns.getIfAvailable()),
				failures::getObject);
	}

}
