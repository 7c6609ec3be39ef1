package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Says at start, in one line each, what is wrong and what is on. In a context below one
 * that has said it, only what is wrong in that context itself.
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
		String problems = checks(shared).map(StartupCheck::problem)
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" "));
		if (!problems.isEmpty()) {
			logger.warn("Telemetry cannot do all that it was asked to: {}", problems);
		}
		if (!shared) {
			logger.info("Telemetry is on ({}): {}", this.facts.setBy(),
					details().map(StartupDetail::text).collect(Collectors.joining(", ")));
		}
	}

	// What a context above owns is said there.
	private boolean isShared() {
		BeanFactory parent = this.beanFactory.getParentBeanFactory();
		return parent != null && parent.getBeanProvider(TelemetryStartup.class).iterator().hasNext();
	}

	private Stream<StartupCheck> checks(boolean shared) {
		List<StartupCheck> checks = new ArrayList<>();
		if (!shared) {
			checks.add(this.facts::lateSwitch);
			checks.add(this.facts::clash);
			checks.add(this.facts::declarativeConfiguration);
		}
		checks.add(() -> this.facts.traces(this.beanFactory));
		// Without those of contexts above, which have been asked.
		checks.addAll(this.beanFactory.getBeansOfType(StartupCheck.class).values());
		return checks.stream();
	}

	private Stream<StartupDetail> details() {
		return Stream.concat(this.facts.details(this.beanFactory).stream(),
				this.beanFactory.getBeanProvider(StartupDetail.class).orderedStream());
	}

}
