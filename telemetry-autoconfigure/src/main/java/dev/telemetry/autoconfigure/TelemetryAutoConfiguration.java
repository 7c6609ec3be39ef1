package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for beans that all of telemetry
 * shares.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryProperties.class)
public final class TelemetryAutoConfiguration implements BeanClassLoaderAware {

	// A field, and not a parameter of a bean method, because it is needed while other
	// beans are created.
	private @Nullable ClassLoader classLoader;

	TelemetryAutoConfiguration() {
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Bean
	@ConditionalOnMissingBean(name = "telemetryInternalFailures")
	InternalFailures telemetryInternalFailures() {
		return new InternalFailures();
	}

	@Bean
	@ConditionalOnMissingBean(name = "telemetryContextLeaks")
	ContextLeaks telemetryContextLeaks() {
		return new ContextLeaks();
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static SpringBootOverrides telemetrySpringBootOverrides(ConfigurableEnvironment environment) {
		return new SpringBootOverrides(environment);
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
	TracingState telemetryTracingState(Environment environment) {
		ClassLoader classLoader = this.classLoader;
		TelemetrySwitch state = SwitchReader.read(environment, classLoader);
		boolean active = state.foreignTracing() == null && !new BootTracing(environment, classLoader).isLeftOut();
		return new TracingState(active, state.isOn(TelemetrySignal.TRACES));
	}

}
