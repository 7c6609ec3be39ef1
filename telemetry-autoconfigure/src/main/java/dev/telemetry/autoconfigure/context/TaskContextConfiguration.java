package dev.telemetry.autoconfigure.context;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

import dev.telemetry.autoconfigure.EarlyBeans;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * Carries the context of a request to the executors that Spring Boot's builders create,
 * for {@code @Async} and the like, in addition to existing task decorators. Tasks of
 * schedulers begin with the root context, because a periodic task does not belong to the
 * request that scheduled it.
 */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(TaskContextConfiguration.Hints.class)
class TaskContextConfiguration {

	@Bean
	static BeanPostProcessor telemetryTaskContext(ListableBeanFactory beanFactory,
			ObjectProvider<ObservationRegistry> observations) {
		return new TaskContextPostProcessor(new TaskContext(EarlyBeans.of(beanFactory, TracingState.class),
				observations::getIfAvailable, EarlyBeans.of(beanFactory, ContextLeaks.class),
				EarlyBeans.of(beanFactory, InternalFailures.class)));
	}

	/**
	 * Adds the customizer to builders and not to executors, so that it comes after all
	 * others of the builder. Threads of other executors are only restored.
	 */
	private static final class TaskContextPostProcessor implements BeanPostProcessor {

		private final TaskContext context;

		TaskContextPostProcessor(TaskContext context) {
			this.context = context;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof ThreadPoolTaskExecutorBuilder builder) {
				return builder.additionalCustomizers(this.context);
			}
			if (bean instanceof SimpleAsyncTaskExecutorBuilder builder) {
				return builder.additionalCustomizers(this.context);
			}
			if (bean instanceof ThreadPoolTaskSchedulerBuilder builder) {
				return builder.additionalCustomizers(this.context);
			}
			if (bean instanceof SimpleAsyncTaskSchedulerBuilder builder) {
				return builder.additionalCustomizers(this.context);
			}
			this.context.restore(bean);
			return bean;
		}

	}

	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			TaskContext.fields().forEach(hints.reflection()::registerField);
		}

	}

}
