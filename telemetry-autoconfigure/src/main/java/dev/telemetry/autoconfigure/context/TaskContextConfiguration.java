package dev.telemetry.autoconfigure.context;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.context.Context;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.SimpleAsyncTaskExecutorCustomizer;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/**
 * Carries the context of a request to the executors that Spring Boot makes, for
 * {@code @Async} and the like. Not to schedulers: a periodic task is no part of the
 * request that scheduled it. First of the customizers, so that a decorator which another
 * one sets stands.
 */
@Configuration(proxyBeanMethods = false)
class TaskContextConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ThreadPoolTaskExecutorCustomizer telemetryThreadPoolContext(ObjectProvider<TaskDecorator> decorators) {
		return (executor) -> executor.setTaskDecorator(decorator(decorators));
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SimpleAsyncTaskExecutorCustomizer telemetrySimpleExecutorContext(ObjectProvider<TaskDecorator> decorators) {
		return (executor) -> executor.setTaskDecorator(decorator(decorators));
	}

	// Beside those that Spring Boot would have set.
	private static TaskDecorator decorator(ObjectProvider<TaskDecorator> decorators) {
		List<TaskDecorator> all = new ArrayList<>(decorators.orderedStream().toList());
		all.add((task) -> Context.current().wrap(task));
		return (all.size() == 1) ? all.get(0) : new CompositeTaskDecorator(all);
	}

}
