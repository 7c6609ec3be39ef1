package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says at start, in one line each, what is wrong and what is on.
 */
final class TelemetryStartup implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryAutoConfiguration.class);

	private final String switchedOnBy;

	private final ObjectProvider<StartupCheck> checks;

	private final ObjectProvider<StartupDetail> details;

	TelemetryStartup(String switchedOnBy, ObjectProvider<StartupCheck> checks, ObjectProvider<StartupDetail> details) {
		this.switchedOnBy = switchedOnBy;
		this.checks = checks;
		this.details = details;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> problems = this.checks.orderedStream()
			.map(StartupCheck::problem)
			.filter(Objects::nonNull)
			.toList();
		if (!problems.isEmpty()) {
			logger.warn("Telemetry cannot do all that it was asked to: {}", String.join(" ", problems));
		}
		logger.info("Telemetry is on ({}): {}", this.switchedOnBy,
				this.details.orderedStream().map(StartupDetail::text).collect(Collectors.joining(", ")));
	}

}
