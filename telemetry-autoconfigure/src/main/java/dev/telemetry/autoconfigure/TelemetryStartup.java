package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Logs problems and active features at start, in one line each. In a child of a context
 * that has logged them, only problems of the child are logged.
 */
final class TelemetryStartup implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryAutoConfiguration.class);

	private static final String OFF = "Telemetry is off ({}), but this application was processed ahead of time while "
			+ "it was on: requests are still measured, nothing is traced or sent.";

	private final StartupFacts facts;

	private final ConfigurableListableBeanFactory beanFactory;

	TelemetryStartup(StartupFacts facts, ConfigurableListableBeanFactory beanFactory) {
		this.facts = facts;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ClassPreloader.end();
		if (!this.facts.isOn()) {
			logger.info(OFF, this.facts.setBy());
			return;
		}
		boolean shared = isShared();
		String problems = problems(shared);
		if (!problems.isEmpty()) {
			logger.warn("Telemetry cannot do all that it was asked to: {}", problems);
		}
		if (!shared) {
			logger.info("Telemetry is on ({}): {}", this.facts.setBy(), details());
		}
	}

	// A parent context logs the state of its own beans.
	private boolean isShared() {
		BeanFactory parent = this.beanFactory.getParentBeanFactory();
		return parent != null && parent.getBeanProvider(TelemetryStartup.class).iterator().hasNext();
	}

	private String problems(boolean shared) {
		StringJoiner problems = new StringJoiner(" ");
		if (!shared) {
			add(problems, this.facts.lateSwitch());
			add(problems, this.facts.clash());
			add(problems, this.facts.declarativeConfiguration());
			add(problems, this.facts.withoutTraces());
		}
		add(problems, this.facts.traces(this.beanFactory));
		// Checks of parent contexts have been run there.
		for (StartupCheck check : this.beanFactory.getBeansOfType(StartupCheck.class).values()) {
			add(problems, check.problem());
		}
		return problems.toString();
	}

	private static void add(StringJoiner problems, @Nullable String problem) {
		if (problem != null) {
			problems.add(problem);
		}
	}

	private String details() {
		List<StartupDetail> all = new ArrayList<>(this.facts.details(this.beanFactory));
		all.addAll(this.beanFactory.getBeanProvider(StartupDetail.class).orderedStream().toList());
		StringJoiner details = new StringJoiner(", ");
		for (StartupDetail detail : all) {
			details.add(detail.text());
		}
		return details.toString();
	}

}
