package dev.telemetry.autoconfigure.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.servlet.ContainerHook;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers are hooked where there are any, and where there is something to hook.
 */
class ContainerHookConfigurationTests {

	private static final String TOMCAT = "telemetryTomcatHook";

	private static final String JETTY = "telemetryJettyHook";

	private static final String FILTER = "dev.telemetry.filter";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryWebAutoConfiguration.class,
				WebMvcObservationAutoConfiguration.class, ObservationAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void bothContainersAreHookedWhereBothCouldBeUsed() {
		this.runner.run((context) -> assertThat(context).hasBean(FILTER).hasBean(TOMCAT).hasBean(JETTY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.apache.catalina", "org.springframework.boot.tomcat" })
	void withoutTomcatOnlyJettyIsHooked(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(FILTER)
				.hasBean(JETTY)
				.doesNotHaveBean(TOMCAT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.eclipse.jetty", "org.springframework.boot.jetty" })
	void withoutJettyOnlyTomcatIsHooked(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(FILTER)
				.hasBean(TOMCAT)
				.doesNotHaveBean(JETTY));
	}

	@Test
	void withoutEitherTheFilterIsOnItsOwn() {
		this.runner.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.eclipse.jetty"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(FILTER)
				.hasSingleBean(ContainerHook.class)
				.doesNotHaveBean(TOMCAT)
				.doesNotHaveBean(JETTY));
	}

	@Test
	void whereSpringBootObservesRequestsNothingIsHooked() {
		this.runner.withPropertyValues("telemetry.http.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ContainerHook.class)
				.doesNotHaveBean(HandledExceptions.class)
				.doesNotHaveBean(TOMCAT)
				.doesNotHaveBean(JETTY));
	}

	@Test
	void whatTheFilterAsksOfSpringMvcIsThereWithIt() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ContainerHook.class)
			.hasSingleBean(HandledExceptions.class));
	}

}
