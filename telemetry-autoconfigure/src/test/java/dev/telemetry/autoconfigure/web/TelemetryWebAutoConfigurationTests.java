package dev.telemetry.autoconfigure.web;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryStartupAutoConfiguration;
import dev.telemetry.servlet.RoutePattern;
import dev.telemetry.servlet.TelemetryFilter;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TelemetryWebAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TelemetryStartupAutoConfiguration.class, TelemetryWebAutoConfiguration.class,
			WebMvcObservationAutoConfiguration.class, ObservationAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void registersTheFilterForEachDispatchThatItHasToSee() {
		this.runner.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean("dev.telemetry.filter",
					FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(TelemetryFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 1);
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(registration.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR);
		});
	}

	@Test
	void aRoutePatternOfTheApplicationReplacesOurs() {
		RoutePattern mine = (request) -> "/mine";
		this.runner.withBean("mine", RoutePattern.class, () -> mine).run((context) -> {
			assertThat(context).hasBean("dev.telemetry.filter");
			assertThat(context.getBean(RoutePattern.class)).isSameAs(mine);
		});
	}

	@Test
	void aFilterOfTheApplicationMayBeCalledTelemetryFilterToo() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(CONFIGURATIONS)
			.withBean(TomcatServletWebServerFactory.class, () -> new TomcatServletWebServerFactory(0))
			.withBean("telemetryFilter", Filter.class, CharacterEncodingFilter::new)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theOnlyExceptionResolverOfTheApplicationIsTheOneThatItInjects() {
		HandlerExceptionResolver mine = (request, response, handler, ex) -> null;
		this.runner.withBean("mine", HandlerExceptionResolver.class, () -> mine)
			.run((context) -> assertThat(context.getBeanProvider(HandlerExceptionResolver.class).getIfUnique())
				.isSameAs(mine));
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
			assertThat(context).hasBean("webMvcObservationFilter").doesNotHaveBean("dev.telemetry.filter");
			assertThat(context.getBeansOfType(FilterRegistrationBean.class).values())
				.filteredOn((registration) -> registration.getFilter() instanceof ServerHttpObservationFilter)
				.hasSize(1);
		});
	}

	@Test
	void bootsServerObservationStaysWhenTelemetryIsOff() {
		this.runner.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).hasBean("webMvcObservationFilter")
				.doesNotHaveBean("dev.telemetry.filter"));
	}

	@ParameterizedTest
	@ValueSource(classes = { UserConvention.class, UserPredicate.class, UserFilter.class, UserGlobalConvention.class,
			UserHandler.class, UserHandlerOfAll.class, UserHandlerOfAnything.class, UserTracingHandler.class,
			UserRegistration.class, UserSubclassRegistration.class, UserSubclass.class })
	void whatTheUserChangesInObservationsKeepsRequestsWithSpringBootAndIsSaid(Class<?> configuration,
			CapturedOutput output) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).doesNotHaveBean("dev.telemetry.filter")
				.doesNotHaveBean("telemetryDisabledServerObservation");
			assertThat(warnings(output)).singleElement()
				.asString()
				.contains("Requests are observed by Spring Boot, because bean 'user'");
			assertThat(output).contains("requests=Spring Boot (bean user)");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { UserConvention.class, UserPredicate.class, UserFilter.class, UserGlobalConvention.class,
			UserHandler.class, UserHandlerOfAll.class, UserHandlerOfAnything.class, UserTracingHandler.class })
	void soDoesWhatAContextAboveChanges(Class<?> configuration, CapturedOutput output) {
		new ApplicationContextRunner().withUserConfiguration(configuration)
			.run((parent) -> this.runner.withParent(parent).run((context) -> {
				assertThat(context).doesNotHaveBean("dev.telemetry.filter");
				assertThat(warnings(output)).hasSize(1);
			}));
	}

	@ParameterizedTest
	@ValueSource(classes = { UserConvention.class, UserPredicate.class, UserFilter.class, UserGlobalConvention.class,
			UserHandler.class, UserHandlerOfAll.class, UserHandlerOfAnything.class, UserTracingHandler.class })
	void askingForTheFilterMeansItAllTheSame(Class<?> configuration, CapturedOutput output) {
		this.runner.withUserConfiguration(configuration)
			.withPropertyValues("telemetry.http.enabled=true")
			.run((context) -> {
				assertThat(context).hasBean("dev.telemetry.filter").doesNotHaveBean("webMvcObservationFilter");
				assertThat(warnings(output)).isEmpty();
				assertThat(output).contains("requests=telemetry (telemetry.http.enabled)");
			});
	}

	@Test
	void askingForTheFilterNeverMeansTwo() {
		this.runner.withUserConfiguration(UserSubclassRegistration.class)
			.withPropertyValues("telemetry.http.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean("dev.telemetry.filter"));
	}

	@Test
	void aRegistrationThatOnlyShowsAtRunTimeStaysTheOnlyOneAndIsSaid(CapturedOutput output) {
		this.runner.withUserConfiguration(UserRawRegistration.class).run((context) -> {
			assertThat(context.getBean("user", FilterRegistrationBean.class).isEnabled()).isTrue();
			assertThat(context.getBean("dev.telemetry.filter", FilterRegistrationBean.class).isEnabled()).isFalse();
			assertThat(context).doesNotHaveBean("webMvcObservationFilter");
			assertThat(warnings(output)).singleElement().asString().contains("because bean 'user'");
			assertThat(output).contains("requests=Spring Boot (bean user)");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { UnrelatedConvention.class, UnrelatedHandler.class })
	void whatIsForSomethingElseChangesNothing(Class<?> configuration, CapturedOutput output) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasBean("dev.telemetry.filter");
			assertThat(warnings(output)).isEmpty();
		});
	}

	@Test
	void silencesTheWarningWhereTheFilterIsOff(CapturedOutput output) {
		this.runner.withUserConfiguration(UserConvention.class)
			.withPropertyValues("telemetry.http.enabled=false")
			.run((context) -> {
				assertThat(warnings(output)).isEmpty();
				assertThat(output).contains("requests=Spring Boot (telemetry.http.enabled)");
			});
	}

	@Test
	void measuresWithoutOpenTelemetry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(OpenTelemetry.class)
			.hasBean("dev.telemetry.filter"));
	}

	@Test
	void measuresWithoutTheSdk() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry.sdk"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("dev.telemetry.filter"));
	}

	@Test
	void anApplicationWithoutServletsHasNoFilter() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dev.telemetry.filter"));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dev.telemetry.filter"));
	}

	@Test
	void backsOffWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dev.telemetry.filter"));
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
		return new UntracedPathsMapper(environment, null).all(new TelemetryHttpProperties());
	}

	private static Stream<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains(" WARN ") && line.contains("bean 'user'"));
	}

	@Configuration(proxyBeanMethods = false)
	static class UserConvention {

		@Bean
		ServerRequestObservationConvention user() {
			return new DefaultServerRequestObservationConvention();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserPredicate {

		@Bean
		ObservationPredicate user() {
			return (name, context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserFilter {

		@Bean
		ObservationFilter user() {
			return (context) -> context;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserGlobalConvention {

		@Bean
		GlobalObservationConvention<ServerRequestObservationContext> user() {
			return (context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserHandler {

		@Bean
		ObservationHandler<ServerRequestObservationContext> user() {
			return (context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserHandlerOfAnything {

		@Bean
		ObservationHandler<?> user() {
			return new ObservationTextPublisher();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserHandlerOfAll {

		@Bean
		ObservationTextPublisher user() {
			return new ObservationTextPublisher();
		}

	}

	// Declared as Spring Boot declares its own.
	@Configuration(proxyBeanMethods = false)
	static class UserTracingHandler {

		@Bean
		PropagatingReceiverTracingObservationHandler<?> user() {
			return new PropagatingReceiverTracingObservationHandler<>(Tracer.NOOP, Propagator.NOOP);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnrelatedHandler {

		@Bean
		PropagatingSenderTracingObservationHandler<?> user() {
			return new PropagatingSenderTracingObservationHandler<>(Tracer.NOOP, Propagator.NOOP);
		}

		@Bean
		ObservationHandler<ClientRequestObservationContext> otherUser() {
			return (context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnrelatedConvention {

		@Bean
		GlobalObservationConvention<ClientRequestObservationContext> user() {
			return (context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserRegistration {

		@Bean
		FilterRegistrationBean<ServerHttpObservationFilter> user(ObservationRegistry registry) {
			return new FilterRegistrationBean<>(new ServerHttpObservationFilter(registry));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserSubclassRegistration {

		@Bean
		FilterRegistrationBean<OwnObservationFilter> user(ObservationRegistry registry) {
			return new FilterRegistrationBean<>(new OwnObservationFilter(registry));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserSubclass {

		@Bean
		OwnObservationFilter user(ObservationRegistry registry) {
			return new OwnObservationFilter(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserRawRegistration {

		@Bean
		FilterRegistrationBean<?> user(ObservationRegistry registry) {
			return new FilterRegistrationBean<>(new OwnObservationFilter(registry));
		}

	}

	static final class OwnObservationFilter extends ServerHttpObservationFilter {

		OwnObservationFilter(ObservationRegistry registry) {
			super(registry);
		}

	}

}
