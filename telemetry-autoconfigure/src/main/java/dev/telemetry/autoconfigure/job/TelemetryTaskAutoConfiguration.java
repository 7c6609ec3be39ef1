package dev.telemetry.autoconfigure.job;

import io.opentelemetry.context.Context;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for tasks on the executors that
 * Spring Boot makes: {@code @Async} methods, and the {@code Callable}s of Spring MVC.
 * Decorators of the application are applied as well.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
@ConditionalOnClass({ Context.class, TaskDecorator.class })
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
public final class TelemetryTaskAutoConfiguration {

	TelemetryTaskAutoConfiguration() {
	}

	@Bean
	TaskDecorator telemetryTaskDecorator() {
		return TelemetryTaskAutoConfiguration::inCurrentContext;
	}

	private static Runnable inCurrentContext(Runnable task) {
		Context context = Context.current();
		return (Context.root().equals(context)) ? task : context.wrap(task);
	}

}
