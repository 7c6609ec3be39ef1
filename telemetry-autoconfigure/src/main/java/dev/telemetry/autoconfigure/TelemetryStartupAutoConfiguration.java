package dev.telemetry.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the checks and log lines of
 * telemetry at start.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryAutoConfiguration.class)
@ConditionalOnTelemetry
public final class TelemetryStartupAutoConfiguration {

	static final String STARTUP = "telemetryStartup";

	TelemetryStartupAutoConfiguration() {
	}

	@Bean(STARTUP)
	TelemetryStartup telemetryStartup(Environment environment, ConfigurableListableBeanFactory beanFactory,
			ResourceLoader resourceLoader, PropertyOrigins origins) {
		return new TelemetryStartup(new StartupFacts(environment, origins, resourceLoader.getClassLoader()),
				beanFactory);
	}

	// Created even with lazy initialization, because the start-up line runs the checks.
	@Bean
	static LazyInitializationExcludeFilter telemetryEagerStartup() {
		return LazyInitializationExcludeFilter.forBeanTypes(TelemetryStartup.class);
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	@ConditionalOnWebApplication
	StartupCheck telemetryMetricsCheck(ConfigurableListableBeanFactory beanFactory, ResourceLoader resourceLoader) {
		return new MetricsCheck(beanFactory, resourceLoader.getClassLoader());
	}

	@Bean
	@Order(30)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	@ConditionalOnWebApplication
	StartupDetail telemetryMetricsStartupDetail(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ResourceLoader resourceLoader) {
		return MetricsExposure.detail(beanFactory, environment, resourceLoader.getClassLoader());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerFactoryCustomizer.class)
	static class EarlyValidationConfiguration {

		@Bean
		static EarlyValidation telemetryEarlyValidation(ConfigurableListableBeanFactory beanFactory) {
			return new EarlyValidation(beanFactory);
		}

	}

}
