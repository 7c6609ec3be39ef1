package dev.telemetry.autoconfigure.job;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.config.TaskSchedulerRouter;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;

/**
 * Prepares tasks that are registered with the scheduler when the application starts.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(TaskSchedulerRouter.class)
@ConditionalOnSwitchedOn(PropertyNames.JOB_ENABLED)
class ScheduledTasksConfiguration {

	@Bean
	FailedRunRouting telemetryFailedRunRouting(FailedRunHandlers handlers, ObjectProvider<TaskPreparation> preparation,
			ConfigurableApplicationContext context, InternalFailures failures) {
		return new FailedRunRouting(handlers, preparation, context, failures);
	}

	@Bean
	FailedRunRouting.Early telemetryEarlyFailedRunRouting(FailedRunRouting routing) {
		return new FailedRunRouting.Early(routing);
	}

}
