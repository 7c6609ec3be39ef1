package dev.telemetry.autoconfigure.web;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.servlet.TelemetryFilter;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TelemetryWebAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TelemetryWebAutoConfiguration.class, WebMvcObservationAutoConfiguration.class,
			ObservationAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void registersTheFilterForEachDispatchThatItHasToSee() {
		this.runner.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean("telemetryFilter", FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(TelemetryFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 1);
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(registration.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.ASYNC, DispatcherType.ERROR);
		});
	}

	@Test
	void bootsServerObservationStepsBack() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean("webMvcObservationFilter");
			assertThat(context.getBean("telemetryDisabledServerObservation", FilterRegistrationBean.class).isEnabled())
				.isFalse();
		});
	}

	@Test
	void bootsServerObservationStaysWhenTheFilterIsOff() {
		this.runner.withPropertyValues("telemetry.http.enabled=false").run((context) -> {
			assertThat(context).hasBean("webMvcObservationFilter").doesNotHaveBean("telemetryFilter");
			assertThat(context.getBeansOfType(FilterRegistrationBean.class).values())
				.filteredOn((registration) -> registration.getFilter() instanceof ServerHttpObservationFilter)
				.hasSize(1);
		});
	}

	@Test
	void bootsServerObservationStaysWhenTelemetryIsOff() {
		this.runner.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).hasBean("webMvcObservationFilter")
				.doesNotHaveBean("telemetryFilter"));
	}

	@Test
	void aConventionOfTheUserKeepsRequestsWithSpringBootAndIsSaid(CapturedOutput output) {
		this.runner.withBean(ServerRequestObservationConvention.class, DefaultServerRequestObservationConvention::new)
			.run((context) -> {
				assertThat(context).hasBean("webMvcObservationFilter")
					.doesNotHaveBean("telemetryFilter")
					.doesNotHaveBean("telemetryDisabledServerObservation");
				assertThat(output.toString().lines())
					.filteredOn(
							(line) -> line.contains("WARN") && line.contains("Requests are observed by Spring Boot"))
					.hasSize(1);
			});
	}

	@Test
	void aRegistrationOfTheUserStaysTheOnlyOneAndIsSaid(CapturedOutput output) {
		this.runner.withUserConfiguration(UserRegistration.class).run((context) -> {
			assertThat(context).hasBean("userRegistration")
				.doesNotHaveBean("webMvcObservationFilter")
				.doesNotHaveBean("telemetryFilter")
				.doesNotHaveBean("telemetryDisabledServerObservation");
			assertThat(output).contains("Requests are observed by Spring Boot");
		});
	}

	@Test
	void measuresWithoutOpenTelemetry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(OpenTelemetry.class)
			.hasBean("telemetryFilter"));
	}

	@Test
	void measuresWithoutTheSdk() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry.sdk"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("telemetryFilter"));
	}

	@Test
	void anApplicationWithoutServletsHasNoFilter() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("telemetryFilter"));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("telemetryFilter"));
	}

	@Test
	void backsOffWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("telemetryFilter"));
	}

	@Test
	void actuatorIsFoundWhereItIsConfigured() {
		assertThat(untraced(new MockEnvironment())).containsExactly("/actuator");
		assertThat(untraced(new MockEnvironment().withProperty("management.endpoints.web.base-path", "/manage/")))
			.containsExactly("/manage");
		assertThat(untraced(new MockEnvironment().withProperty("spring.mvc.servlet.path", "/api")))
			.containsExactly("/api/actuator");
	}

	@Test
	void actuatorAtTheRootIsToldFromOtherPathsByNothing() {
		assertThat(untraced(new MockEnvironment().withProperty("management.endpoints.web.base-path", "/"))).isEmpty();
	}

	private static List<String> untraced(MockEnvironment environment) {
		return new UntracedPaths(environment, null).all(new TelemetryHttpProperties());
	}

	@Configuration(proxyBeanMethods = false)
	static class UserRegistration {

		@Bean
		FilterRegistrationBean<ServerHttpObservationFilter> userRegistration(ObservationRegistry registry) {
			return new FilterRegistrationBean<>(new ServerHttpObservationFilter(registry));
		}

	}

}
