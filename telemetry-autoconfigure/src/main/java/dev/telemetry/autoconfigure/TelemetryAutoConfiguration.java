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
import org.springframework.util.StringUtils;

import dev.telemetry.record.InternalFailures;

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
		for (String property : List.of("telemetry.service-name", TelemetryEnvironmentPostProcessor.SERVICE_NAME,
				"spring.application.name")) {
			String name = environment.getProperty(property);
			if (StringUtils.hasText(name)) {
				return StartupDetail.of("service", name, origins.setBy(property));
			}
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
	StartupCheck telemetryClashCheck(Environment environment, ResourceLoader resourceLoader) {
		LinkageError clash = TelemetrySwitch.of(environment, resourceLoader.getClassLoader()).clash();
		return () -> (clash != null) ? "There are no traces: the jars of OpenTelemetry do not fit each other ("
				+ NestedExceptionUtils.getMostSpecificCause(clash)
				+ "). Give all of them the version of Spring Boot's dependency management." : null;
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	@ConditionalOnWebApplication
	StartupCheck telemetryMetricsCheck(ResourceLoader resourceLoader) {
		return () -> RequiredJars.METRICS.problem("metrics", "otel", resourceLoader.getClassLoader());
	}

	@Bean
	TracingState telemetryTracingState(Environment environment, ResourceLoader resourceLoader) {
		return new TracingState(!new BootTracing(environment, resourceLoader.getClassLoader()).isLeftOut());
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
