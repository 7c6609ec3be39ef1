package dev.telemetry.autoconfigure;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link AutoConfigurationImportFilter} that leaves out Spring Boot's tracing and log
 * export while nobody asks for them, and says so in the condition report.
 */
final class BootTracingImportFilter
		implements AutoConfigurationImportFilter, Condition, EnvironmentAware, BeanFactoryAware {

	private @Nullable Environment environment;

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		Arrays.fill(matches, true);
		BootTracing bootTracing = bootTracing();
		if (bootTracing == null) {
			return matches;
		}
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			String reason = (name != null) ? bootTracing.leftOutBecause(name) : null;
			if (name != null && reason != null) {
				matches[i] = false;
				report(name, reason);
			}
		}
		return matches;
	}

	private @Nullable BootTracing bootTracing() {
		ClassLoader classLoader = (this.beanFactory instanceof ConfigurableListableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		return (this.environment != null) ? new BootTracing(this.environment, classLoader) : null;
	}

	private void report(String autoConfiguration, String reason) {
		if (this.beanFactory instanceof ConfigurableListableBeanFactory configurable) {
			ConditionEvaluationReport.get(configurable)
				.recordConditionEvaluation(autoConfiguration, this,
						ConditionOutcome.noMatch(ConditionMessage.forCondition("Telemetry").because(reason)));
		}
	}

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return false;
	}

}
