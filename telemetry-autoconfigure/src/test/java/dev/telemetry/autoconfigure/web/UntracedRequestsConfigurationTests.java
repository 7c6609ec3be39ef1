package dev.telemetry.autoconfigure.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.telemetry.autoconfigure.SwitchedOffLater;
import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.UntracedRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

class UntracedRequestsConfigurationTests {

	private static final String FILTER = "telemetryUntracedRequestFilter";

	private static final String IMPORTS = "/META-INF/spring/" + ManagementContextConfiguration.class.getName()
			+ ".imports";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryWebAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	private final WebApplicationContextRunner management = new WebApplicationContextRunner()
		.withBean(InternalFailures.class, InternalFailures::new)
		.withBean(ContextLeaks.class, ContextLeaks::new)
		.withBean(TracingState.class, () -> new TracingState(true, true))
		.withUserConfiguration(UntracedManagementContextConfiguration.class)
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void theFilterIsNotNeededWhereOursObservesRequests() {
		this.runner.run((context) -> assertThat(context).hasBean("dev.telemetry.filter").doesNotHaveBean(FILTER));
	}

	@Test
	void theFilterComesBeforeThoseOfSpringBootForEachDispatch() {
		this.runner.withPropertyValues("telemetry.http.enabled=false").run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean(FILTER, FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(UntracedRequestFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(registration.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.ASYNC, DispatcherType.ERROR);
		});
	}

	@Test
	void theFilterIsThereWhereTheUsersConventionKeepsOursAway() {
		this.runner.withBean(ServerRequestObservationConvention.class, DefaultServerRequestObservationConvention::new)
			.run((context) -> assertThat(context).hasBean(FILTER));
	}

	@Test
	void theFilterIsThereWhereTheUsersRegistrationKeepsOursAway() {
		this.runner.withUserConfiguration(UserRegistration.class).run((context) -> assertThat(context).hasBean(FILTER));
	}

	@Test
	void thereIsNoFilterWithoutTraces() {
		this.runner.withPropertyValues("telemetry.http.enabled=false", "telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(FILTER));
		this.runner.withPropertyValues("telemetry.http.enabled=false", "telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FILTER));
	}

	@Test
	void aWrongPathStopsTheStartAlsoWhereSpringBootObservesRequests() {
		this.runner.withPropertyValues("telemetry.http.enabled=false", "telemetry.http.untraced-paths=/internal/*")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage("Invalid value '/internal/*' for 'telemetry.http.untraced-paths': "
						+ "it must be a list of path prefixes such as /internal, without wildcards"));
	}

	@Test
	void aWrongRuleStopsTheStartAlsoWhereSpringBootObservesRequests() {
		this.runner.withPropertyValues("telemetry.http.enabled=false", "telemetry.http.paths[0].ratio=0.5")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("telemetry.http.paths[0].path"));
	}

	@Test
	void switchedOffAfterItWasProcessedAheadOfTimeTheFilterIsNotUsed() {
		this.runner.withInitializer(SwitchedOffLater::initialize)
			.withPropertyValues("telemetry.http.enabled=false")
			.run((context) -> assertThat(context.getBean(FILTER, FilterRegistrationBean.class).isEnabled()).isFalse());
	}

	@Test
	void aManagementPortHasTheFilter() {
		this.management.run((context) -> assertThat(context).hasBean(FILTER));
	}

	@Test
	void aManagementPortHasNoFilterWithoutTraces() {
		this.management.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FILTER));
		this.management.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FILTER));
	}

	@Test
	void aManagementPortHasNoFilterWhereTelemetryIsExcluded() {
		new WebApplicationContextRunner().withUserConfiguration(UntracedManagementContextConfiguration.class)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FILTER));
	}

	@Test
	void aReactiveManagementPortHasNoFilter() {
		new ReactiveWebApplicationContextRunner().withBean(InternalFailures.class, InternalFailures::new)
			.withUserConfiguration(UntracedManagementContextConfiguration.class)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FILTER));
	}

	@Test
	void everyManagementConfigurationLoads() throws IOException {
		try (InputStream imports = UntracedManagementContextConfiguration.class.getResourceAsStream(IMPORTS)) {
			assertThat(new String(imports.readAllBytes(), StandardCharsets.UTF_8).lines()).isNotEmpty()
				.allMatch((name) -> ClassUtils.isPresent(name, null));
		}
	}

	@Test
	void actuatorIsNotOnTheMainPortWhereItHasItsOwn() {
		assertThat(untraced("management.server.port", "9001")).isEmpty();
		assertThat(untraced("management.server.port", "0")).isEmpty();
		assertThat(untraced("management.server.port", "-1")).isEmpty();
		assertThat(untraced("management.server.port", "8080")).containsExactly("/actuator");
	}

	private static List<String> untraced(String key, String value) {
		return new UntracedPathsMapper(new MockEnvironment().withProperty(key, value), null)
			.all(new TelemetryHttpProperties());
	}

	@Configuration(proxyBeanMethods = false)
	static class UserRegistration {

		@Bean
		FilterRegistrationBean<ServerHttpObservationFilter> userRegistration() {
			return new FilterRegistrationBean<>(new ServerHttpObservationFilter(ObservationRegistry.NOOP));
		}

	}

}
