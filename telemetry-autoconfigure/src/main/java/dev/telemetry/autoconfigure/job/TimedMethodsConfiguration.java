package dev.telemetry.autoconfigure.job;

import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.EarlyBeans;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records annotated methods by Spring's own proxies. These beans are created before most
 * others, so they must not depend on other beans. The state of runs belongs to the
 * outermost context, because one observation handler records the runs of all contexts.
 */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(TimedMethodsConfiguration.Hints.class)
class TimedMethodsConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(name = "telemetryTaskScopes")
	static TaskScopes telemetryTaskScopes(ObjectProvider<TracingState> tracing, ObjectProvider<ContextLeaks> leaks,
			ObjectProvider<ObservationRegistry> observations) {
		return new TaskScopes(SingletonSupplier.of(() -> (tracing.getObject().active())
				? new TaskScopes.Tools(leaks.getObject(), observations.getIfAvailable()) : TaskScopes.Tools.NONE));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(name = "telemetryFailedRuns")
	static FailedRuns telemetryFailedRuns(TaskScopes scopes) {
		return new FailedRuns(scopes);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static FailedRunHandlers telemetryFailedRunHandlers(FailedRuns failedRuns, ListableBeanFactory beanFactory) {
		return new FailedRunHandlers(failedRuns, failures(beanFactory));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(name = "telemetryScheduledRuns")
	static ScheduledRuns telemetryScheduledRuns() {
		return new ScheduledRuns();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TimedMethods telemetryTimedMethods(ListableBeanFactory beanFactory) {
		return new TimedMethods(SingletonSupplier.of(EarlyBeans.allOf(beanFactory, TimedMethodSource.class)),
				failures(beanFactory), applicationPackages(beanFactory));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TimedMethodProblems telemetryTimedMethodProblems() {
		return new TimedMethodProblems();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RecordedMethods telemetryRecordedMethods(ObjectProvider<TelemetryRecorder> recorder, FailedRuns failedRuns,
			ScheduledRuns runs, ConfigurableApplicationContext context) {
		return new RecordedMethods(recorder::getObject, failures(context.getBeanFactory()), failedRuns, runs, context);
	}

	// Created for the first scheduler.
	@Bean
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TaskPreparation telemetryTaskPreparation(FailedRunHandlers handlers, FailedRuns failedRuns,
			TimedMethods methods, RecordedMethods found, ScheduledRuns runs, TaskScopes scopes,
			ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		ScheduledTasks tasks = new ScheduledTasks(methods, found, new TaskRuns(runs, failedRuns, scopes),
				applicationPackages(beanFactory));
		return new TaskPreparation(handlers, failedRuns, (recordsTasks(context.getEnvironment())) ? tasks : null,
				() -> !context.isClosed(), failures(beanFactory));
	}

	private static Supplier<List<String>> applicationPackages(BeanFactory beanFactory) {
		return SingletonSupplier.of(() -> (AutoConfigurationPackages.has(beanFactory))
				? AutoConfigurationPackages.get(beanFactory) : List.of());
	}

	private static Supplier<InternalFailures> failures(ListableBeanFactory beanFactory) {
		return EarlyBeans.of(beanFactory, InternalFailures.class);
	}

	private static boolean recordsTasks(Environment environment) {
		Binder binder = Binder.get(environment);
		return isOn(binder, PropertyNames.JOB_ENABLED) && isOn(binder, PropertyNames.JOB_TASKS);
	}

	private static boolean isOn(Binder binder, String property) {
		return binder.bind(property, Boolean.class).orElse(true);
	}

	// The sources of methods are created as early, so that they get no proxies.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@DependsOn("telemetryRecordedMethods")
	static TimedBeanPostProcessor telemetryTimedBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			TimedMethods methods, TimedMethodProblems problems, FailedRunHandlers handlers, ScheduledRuns runs,
			ObjectProvider<TaskPreparation> preparation, Environment environment) {
		Binder binder = Binder.get(environment);
		TimedMethodAdvisors advisors = new TimedMethodAdvisors(methods,
				order(binder, "telemetry.job.order", TelemetryJobProperties.DEFAULT_ORDER),
				order(binder, "telemetry.client.order", Ordered.LOWEST_PRECEDENCE));
		TaskSchedulerProxies schedulers = (recordsTasks(environment)) ? new TaskSchedulerProxies(preparation, problems)
				: null;
		return new TimedBeanPostProcessor(beanFactory, methods, advisors, problems, handlers, runs, schedulers);
	}

	private static int order(Binder binder, String property, int defaultOrder) {
		return binder.bind(property, Integer.class).orElse(defaultOrder);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LateAdvicePostProcessor telemetryLateAdvicePostProcessor(TimedBeanPostProcessor beans) {
		return new LateAdvicePostProcessor(beans);
	}

	/**
	 * Measures methods with Micrometer's annotations, unless Micrometer's own aspects are
	 * present.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Timed.class)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(type = { "io.micrometer.core.aop.TimedAspect", "io.micrometer.core.aop.CountedAspect" })
	static class MicrometerConfiguration {

		// Declared by its interface, because Spring reads the methods of the
		// declared type.
		@Bean
		@Lazy
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static TimedMethodSource telemetryMicrometerMethods(ObjectProvider<MeterRegistry> registry,
				ObjectProvider<InternalFailures> failures, ObjectProvider<BeanFactory> beanFactory,
				Environment environment) {
			Binder binder = Binder.get(environment);
			boolean justifyProxies = binder.bind("telemetry.metrics.timed", Boolean.class)
				.orElseGet(
						() -> binder.bind("management.observations.annotations.enabled", Boolean.class).orElse(false));
			return new MicrometerMethods(registry::getObject, failures::getObject, beanFactory::getObject,
					justifyProxies);
		}

	}

	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			FailedRunHandlers.fields().forEach(hints.reflection()::registerField);
		}

	}

}
