package dev.telemetry.autoconfigure.web.lives;

import jakarta.servlet.DispatcherType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.autoconfigure.PlainPasswords;
import dev.telemetry.test.RecordedSpans;

/**
 * An application in which a request can take each way there is.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = { "jackson", "jetty", "security", "websocket" })
@Import({ PlainPasswords.class, SynchronousHandlers.class, FailingHandlers.class, AsynchronousHandlers.class,
		FilteredHandlers.class, LeakingHandlers.class, LeftOpenScopes.class, LostClientHandlers.class,
		LostClientHandlers.Catching.class, SocketConfiguration.class })
class LivesApplication {

	@Bean
	RecordedSpans recordedSpans() {
		return new RecordedSpans();
	}

	@Bean
	Workers workers() {
		return Workers.start();
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/secret")
				.authenticated()
				.requestMatchers("/forbidden")
				.hasRole("NOBODY")
				.anyRequest()
				.permitAll())
			.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(PathPatternRequestMatcher.pathPattern("/forged")))
			.httpBasic((basic) -> {
			})
			.build();
	}

	@Bean
	HttpFirewall anyMethod() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setUnsafeAllowAnyHttpMethod(true);
		return firewall;
	}

	// None in reserve, where a probe would not get.
	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> allThreadsOfJetty() {
		return (factory) -> factory.addServerCustomizers((server) -> {
			if (server.getThreadPool() instanceof QueuedThreadPool pool) {
				pool.setReservedThreads(0);
			}
		});
	}

	@Bean
	CleanThreads cleanThreads() {
		return new CleanThreads();
	}

	@Bean
	FilterRegistrationBean<CleanThreads> cleanThreadsRegistration(CleanThreads cleanThreads) {
		FilterRegistrationBean<CleanThreads> registration = new FilterRegistrationBean<>(cleanThreads);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@Bean
	OwnLoggingContext ownLoggingContext() {
		return new OwnLoggingContext();
	}

	@Bean
	FilterRegistrationBean<OwnLoggingContext> ownLoggingContextRegistration(OwnLoggingContext ownLoggingContext) {
		FilterRegistrationBean<OwnLoggingContext> registration = new FilterRegistrationBean<>(ownLoggingContext);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@Bean
	FilterRegistrationBean<FilteredHandlers.InnerFilter> innerFilter() {
		FilterRegistrationBean<FilteredHandlers.InnerFilter> registration = new FilterRegistrationBean<>(
				new FilteredHandlers.InnerFilter());
		registration.addUrlPatterns("/filtered/*");
		return registration;
	}

	@Bean
	FilterRegistrationBean<LostClientHandlers.HoldingFilter> holdingFilter() {
		FilterRegistrationBean<LostClientHandlers.HoldingFilter> registration = new FilterRegistrationBean<>(
				new LostClientHandlers.HoldingFilter());
		registration.addUrlPatterns("/held");
		return registration;
	}

	@Bean
	ServletRegistrationBean<RawServlet> rawServlet(Workers workers) {
		return new ServletRegistrationBean<>(new RawServlet(workers.executor()), "/raw/*");
	}

	@Bean
	ServletRegistrationBean<DispatcherServlet> otherDispatcherServlet() {
		AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
		context.register(OtherConfiguration.class);
		ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(
				new DispatcherServlet(context), "/other/*");
		registration.setName("other");
		return registration;
	}

	@Bean
	ErrorPageRegistrar changingErrorPages() {
		return (registry) -> registry.addErrorPages(new ErrorPage(UnsupportedOperationException.class, "/changing"),
				new ErrorPage(HttpStatus.BAD_GATEWAY, "/changing"),
				new ErrorPage(HttpStatus.INSUFFICIENT_STORAGE, "/changing-late"));
	}

}
