package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Facts about the switch and the application as a whole, for the start.
 */
final class StartupFacts {

	private final Environment environment;

	private final PropertyOrigins origins;

	private final @Nullable ClassLoader classLoader;

	private final TelemetrySwitch state;

	StartupFacts(Environment environment, PropertyOrigins origins, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.origins = origins;
		this.classLoader = classLoader;
		this.state = SwitchReader.read(environment, classLoader);
	}

	/**
	 * Returns whether the switch is on now. It may have been on when the application was
	 * processed ahead of time.
	 */
	boolean isOn() {
		return this.state.enabled();
	}

	String setBy() {
		return this.origins.setBy(PropertyNames.ENABLED);
	}

	List<StartupDetail> details(ConfigurableListableBeanFactory beanFactory) {
		boolean traces = this.state.isOn(TelemetrySignal.TRACES) && RequiredJars.TRACES.arePresent(this.classLoader);
		StartupDetail declared = (traces) ? ResourceBean.service(beanFactory) : null;
		return List.of(backend(), (declared != null) ? declared : service());
	}

	private StartupDetail backend() {
		StartupDetail detail = StartupDetail.of("backend", this.state.backend().name().toLowerCase(Locale.ROOT),
				this.origins.setBy(PropertyNames.BACKEND));
		return (this.state.isWanted(TelemetrySignal.TRACES) && this.state.foreignTracing() != null)
				? new StartupDetail(detail.text() + ", traces by " + this.state.foreignTracing()) : detail;
	}

	// The name of telemetry first, then in the order in which Spring Boot fills
	// the resource.
	private StartupDetail service() {
		for (String property : List.of(PropertyNames.SERVICE_NAME, ResourceDefaults.SERVICE_NAME)) {
			String name = this.environment.getProperty(property);
			if (StringUtils.hasText(name) && !name.equals(ResourceDefaults.UNKNOWN_SERVICE)) {
				return StartupDetail.of("service", name, this.origins.setBy(property));
			}
		}
		String attribute = new EnvironmentProperties(this.environment).resourceAttribute("service.name");
		if (attribute != null) {
			return StartupDetail.of("service", attribute, EnvironmentProperties.RESOURCE_ATTRIBUTES);
		}
		String application = this.environment.getProperty(PropertyNames.APPLICATION_NAME);
		if (StringUtils.hasText(application)) {
			return StartupDetail.of("service", application, this.origins.setBy(PropertyNames.APPLICATION_NAME));
		}
		return StartupDetail.of("service", ResourceDefaults.UNKNOWN_SERVICE, "no name: set spring.application.name");
	}

	/**
	 * Returns why there are no traces although they are switched on, or {@code null}.
	 */
	@Nullable String traces(ConfigurableListableBeanFactory beanFactory) {
		return (this.state.isOn(TelemetrySignal.TRACES))
				? new TracesCheck(this.environment, beanFactory, this.classLoader).problem() : null;
	}

	/**
	 * Returns a problem if the switch was set too late, after parts of telemetry had been
	 * left out.
	 */
	@Nullable String lateSwitch() {
		return (SwitchReader.of(this.environment).wasOffAtStart()) ? PropertyNames.ENABLED + " was set too late ("
				+ setBy() + "), so much of telemetry is missing. Set it "
				+ "in application.yml, in the environment or on the command line." : null;
	}

	/**
	 * Returns a problem if a feature that needs traces is switched on, while telemetry
	 * records none.
	 */
	@Nullable String withoutTraces() {
		if (this.state.isMeant(TelemetrySignal.TRACES)) {
			return null;
		}
		StringJoiner switchedOn = new StringJoiner(" and ");
		for (String property : List.of(PropertyNames.VIEWER_ENABLED, PropertyNames.LOGS_ENABLED)) {
			if (FrozenProperties.isOn(property, this.environment)) {
				switchedOn.add(property);
			}
		}
		return (switchedOn.length() > 0)
				? "No effect without traces of telemetry (" + backend().text() + "): " + switchedOn + "." : null;
	}

	/**
	 * Returns a problem if the jars of OpenTelemetry do not fit each other.
	 */
	@Nullable String clash() {
		Throwable clash = this.state.clash();
		return (clash != null) ? "There are no traces: the jars of OpenTelemetry do not fit each other ("
				+ NestedExceptionUtils.getMostSpecificCause(clash)
				+ "). Give all of them the version of Spring Boot's dependency management." : null;
	}

	/**
	 * Returns a problem if there is a declarative configuration of OpenTelemetry, which
	 * only the agent and OpenTelemetry's own starter read.
	 */
	@Nullable String declarativeConfiguration() {
		if (this.state.foreignTracing() != null) {
			return null;
		}
		for (String property : List.of("OTEL_CONFIG_FILE", "otel.config.file", "otel.file_format")) {
			if (StringUtils.hasText(this.environment.getProperty(property))) {
				return property + " is set, and OpenTelemetry's declarative configuration is not read here: "
						+ PropertyNames.ENDPOINT + ", " + PropertyNames.HEADERS + ", " + PropertyNames.RATIO + " and "
						+ PropertyNames.SERVICE_NAME + " stand for it.";
			}
		}
		return null;
	}

}
