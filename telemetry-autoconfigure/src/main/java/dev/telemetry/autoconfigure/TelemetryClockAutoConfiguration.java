package dev.telemetry.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import dev.telemetry.health.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for periodic tasks. Without tasks,
 * there is no thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = { "dev.telemetry.autoconfigure.job.TelemetryJobAutoConfiguration",
				"dev.telemetry.autoconfigure.metrics.TelemetryBudgetAutoConfiguration",
				"dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration" })
@ConditionalOnTelemetry
public final class TelemetryClockAutoConfiguration {

	TelemetryClockAutoConfiguration() {
	}

	// Only tasks of this context: those of a parent have a thread there. The condition is
	// not on the class, because Spring Boot would load PeriodicTask for it while
	// telemetry is off.
	@Bean
	@ConditionalOnBean(value = PeriodicTask.class, search = SearchStrategy.CURRENT)
	PeriodicTasks telemetryPeriodicTasks(ListableBeanFactory beanFactory, InternalFailures failures,
			Environment environment, ResourceLoader resourceLoader) {
		// Telemetry may be off now although it was on when the application was processed
		// ahead of time.
		boolean on = SwitchReader.read(environment, resourceLoader.getClassLoader()).enabled();
		return new PeriodicTasks(
				(on) ? List.copyOf(beanFactory.getBeansOfType(PeriodicTask.class).values()) : List.of(), failures);
	}

	// Created even with lazy initialization, because no other bean needs it.
	@Bean
	@ConditionalOnBean(value = PeriodicTask.class, search = SearchStrategy.CURRENT)
	static LazyInitializationExcludeFilter telemetryEagerPeriodicTasks() {
		return LazyInitializationExcludeFilter.forBeanTypes(PeriodicTasks.class);
	}

}
