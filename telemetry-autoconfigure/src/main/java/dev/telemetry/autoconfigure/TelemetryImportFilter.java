package dev.telemetry.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

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
 * {@link AutoConfigurationImportFilter} that leaves auto-configurations out before Spring
 * reads them, and reports that in the condition report. It leaves out Spring Boot's
 * tracing and log export if the application does not use them, and those of this module
 * with {@link ConditionalOnTelemetry} while the switch is off, or if an application
 * excludes an auto-configuration that they all need.
 */
final class TelemetryImportFilter
		implements AutoConfigurationImportFilter, Condition, EnvironmentAware, BeanFactoryAware {

	private static final String OURS = "dev.telemetry.autoconfigure.";

	private static final String KIND = "AutoConfiguration";

	/** Auto-configurations that have an effect while the switch is off. */
	private static final Set<String> NOT_SWITCHED = Set.of(OURS + "PrometheusFallbackAutoConfiguration",
			OURS + "TelemetryNoopAutoConfiguration", OURS + "client.TelemetryNoopClientAutoConfiguration",
			OURS + "endpoint.TelemetryEndpointAutoConfiguration");

	/** Auto-configurations that all others need. */
	private static final List<String> GROUND = List.of(OURS + "TelemetryAutoConfiguration",
			OURS + "TelemetryRecorderAutoConfiguration");

	private static final String NO_GROUND = "one of " + GROUND + " is excluded";

	private @Nullable Environment environment;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory configurable) ? configurable : null;
	}

	/**
	 * Returns whether an auto-configuration of this module has no effect while the switch
	 * is off.
	 * @param className name of an auto-configuration or of a class that one imports
	 */
	static boolean isSwitched(String className) {
		return className.startsWith(OURS) && className.endsWith(KIND) && !NOT_SWITCHED.contains(className);
	}

	@Override
	public boolean[] match(@Nullable String[] classNames, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[classNames.length];
		boolean grounded = isGrounded(classNames);
		for (int i = 0; i < matches.length; i++) {
			String name = classNames[i];
			matches[i] = name == null || this.environment == null || !isLeftOut(name, this.environment, grounded);
		}
		return matches;
	}

	// A single name is that of a class which an auto-configuration imports.
	private static boolean isGrounded(@Nullable String[] classNames) {
		return classNames.length == 1 || Arrays.asList(classNames).containsAll(GROUND);
	}

	// Called for each class that an auto-configuration imports, so names are
	// checked first.
	private boolean isLeftOut(String name, Environment environment, boolean grounded) {
		if (isSwitched(name)) {
			return (isOff(environment) && report(name, new OnTelemetryCondition(), OnTelemetryCondition.off()))
					|| (!grounded && report(name, NO_GROUND));
		}
		String reason = new BootTracing(environment, classLoader()).leftOutBecause(name);
		return reason != null && report(name, reason);
	}

	private boolean isOff(Environment environment) {
		return !SwitchReader.readOnce(environment, classLoader(), this.beanFactory).enabled();
	}

	private @Nullable ClassLoader classLoader() {
		return (this.beanFactory != null) ? this.beanFactory.getBeanClassLoader() : null;
	}

	private boolean report(String autoConfiguration, String reason) {
		return report(autoConfiguration, this,
				ConditionOutcome.noMatch(ConditionMessage.forCondition("Telemetry").because(reason)));
	}

	private boolean report(String autoConfiguration, Condition condition, ConditionOutcome outcome) {
		if (this.beanFactory != null) {
			ConditionEvaluationReport.get(this.beanFactory)
				.recordConditionEvaluation(autoConfiguration, condition, outcome);
		}
		return true;
	}

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return false;
	}

}
