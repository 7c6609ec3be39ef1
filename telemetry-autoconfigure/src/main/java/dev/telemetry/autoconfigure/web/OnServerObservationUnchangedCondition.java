package dev.telemetry.autoconfigure.web;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Matches unless the application has changed how Spring Boot observes requests. If
 * {@code telemetry.http.enabled} is set to {@code true}, the filter of telemetry is used
 * nevertheless, but never in addition to another observing filter.
 */
final class OnServerObservationUnchangedCondition extends SpringBootCondition implements ConfigurationCondition {

	static final String ENABLED_PROPERTY = PropertyNames.HTTP_ENABLED;

	static final String OBSERVATION_CLASS = "io.micrometer.observation.ObservationRegistry";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Server observation");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		String changedBy = (beanFactory != null && ClassUtils.isPresent(OBSERVATION_CLASS, context.getClassLoader()))
				? changedBy(beanFactory, context.getEnvironment()) : null;
		return (changedBy != null) ? ConditionOutcome.noMatch(message.because("it is changed by bean " + changedBy))
				: ConditionOutcome.match(message.because("it is not changed"));
	}

	/**
	 * Finds the bean for which the filter of telemetry steps back.
	 * @return name of the bean, or {@code null}
	 */
	static @Nullable String changedBy(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		ServerObservation observation = new ServerObservation(beanFactory);
		String filter = observation.filter();
		if (filter != null || isEnabled(environment, false)) {
			return filter;
		}
		return observation.customization();
	}

	/**
	 * Finds a bean that should have kept the filter of telemetry away, but came too late.
	 * @return name of the bean, or {@code null}
	 */
	static @Nullable String lateChange(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return (ClassUtils.isPresent(OBSERVATION_CLASS, beanFactory.getBeanClassLoader()))
				? changedBy(beanFactory, environment) : null;
	}

	static boolean isEnabled(Environment environment, boolean defaultValue) {
		return Binder.get(environment).bind(ENABLED_PROPERTY, Boolean.class).orElse(defaultValue);
	}

}
