package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what all of telemetry shares.
 */
@AutoConfiguration
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryProperties.class)
public final class TelemetryAutoConfiguration {

	TelemetryAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	InternalFailures telemetryInternalFailures() {
		return new InternalFailures();
	}

	@Bean
	@ConditionalOnMissingBean
	ContextLeaks telemetryContextLeaks() {
		return new ContextLeaks();
	}

	@Bean
	PropertyOrigins telemetryPropertyOrigins(Environment environment) {
		return new PropertyOrigins(environment);
	}

	@Bean
	PropertyRejections telemetryPropertyRejections(Environment environment) {
		return new PropertyRejections(environment);
	}

	@Bean
	@Order(0)
	StartupDetail telemetryBackendStartupDetail(Environment environment, PropertyOrigins origins,
			ResourceLoader resourceLoader) {
		TelemetrySwitch state = TelemetrySwitch.of(environment, resourceLoader.getClassLoader());
		StartupDetail detail = StartupDetail.of("backend", state.backend().name().toLowerCase(Locale.ROOT),
				origins.setBy(TelemetrySwitch.BACKEND_PROPERTY));
		return (state.isWanted(TelemetrySignal.TRACES) && state.foreignTracing() != null)
				? new StartupDetail(detail.text() + ", traces by " + state.foreignTracing()) : detail;
	}

	@Bean
	@Order(1)
	StartupDetail telemetryServiceStartupDetail(Environment environment, PropertyOrigins origins) {
		// In the order in which Spring Boot fills the resource, after the name of
		// telemetry.
		for (String property : List.of("telemetry.service-name", TelemetryEnvironmentPostProcessor.SERVICE_NAME)) {
			String name = environment.getProperty(property);
			if (StringUtils.hasText(name)) {
				return StartupDetail.of("service", name, origins.setBy(property));
			}
		}
		String attribute = new EnvironmentProperties(environment).resourceAttribute("service.name");
		if (attribute != null) {
			return StartupDetail.of("service", attribute, EnvironmentProperties.RESOURCE_ATTRIBUTES);
		}
		String application = environment.getProperty("spring.application.name");
		if (StringUtils.hasText(application)) {
			return StartupDetail.of("service", application, origins.setBy("spring.application.name"));
		}
		return StartupDetail.of("service", "unknown_service", PropertyOrigins.DEFAULT);
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	StartupCheck telemetryTracesCheck(Environment environment, ListableBeanFactory beanFactory,
			ResourceLoader resourceLoader) {
		return new TracesCheck(environment, beanFactory, resourceLoader.getClassLoader());
	}

	@Bean
	StartupCheck telemetryLateSwitchCheck(Environment environment, PropertyOrigins origins) {
		boolean late = LazyDefaults.of(environment).isSeenOff();
		return () -> (late) ? TelemetrySwitch.ENABLED_PROPERTY + " was set too late ("
				+ origins.setBy(TelemetrySwitch.ENABLED_PROPERTY) + "), so much of telemetry is missing. Set it in "
				+ "application.yml, in the environment or on the command line." : null;
	}

	@Bean
	StartupCheck telemetryClashCheck(Environment environment, ResourceLoader resourceLoader) {
		Throwable clash = TelemetrySwitch.of(environment, resourceLoader.getClassLoader()).clash();
		return () -> (clash != null) ? "There are no traces: the jars of OpenTelemetry do not fit each other ("
				+ NestedExceptionUtils.getMostSpecificCause(clash)
				+ "). Give all of them the version of Spring Boot's dependency management." : null;
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	@ConditionalOnWebApplication
	StartupCheck telemetryMetricsCheck(ListableBeanFactory beanFactory, ResourceLoader resourceLoader) {
		return () -> {
			String missing = RequiredJars.METRICS.problem("metrics", "otel", resourceLoader.getClassLoader());
			return (missing != null
					|| beanFactory.getBeanNamesForType(prometheusMeterRegistry(resourceLoader)).length > 0) ? missing
							: "There are no metrics: export to Prometheus is switched off.";
		};
	}

	private static Class<?> prometheusMeterRegistry(ResourceLoader resourceLoader) {
		return ClassUtils.resolveClassName("io.micrometer.prometheusmetrics.PrometheusMeterRegistry",
				resourceLoader.getClassLoader());
	}

	@Bean
	TracingState telemetryTracingState(Environment environment, ResourceLoader resourceLoader) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		boolean foreign = TelemetrySwitch.of(environment, classLoader).foreignTracing() != null;
		return new TracingState(!foreign && !new BootTracing(environment, classLoader).isLeftOut());
	}

	@Bean
	TelemetryStartup telemetryStartup(PropertyOrigins origins, ObjectProvider<StartupCheck> checks,
			ObjectProvider<StartupDetail> details) {
		return new TelemetryStartup(origins.setBy(TelemetrySwitch.ENABLED_PROPERTY), checks, details);
	}

	// What is said at start is said at start, and what it says is checked by saying it.
	@Bean
	static LazyInitializationExcludeFilter telemetryEagerStartup() {
		return LazyInitializationExcludeFilter.forBeanTypes(TelemetryStartup.class);
	}

}
