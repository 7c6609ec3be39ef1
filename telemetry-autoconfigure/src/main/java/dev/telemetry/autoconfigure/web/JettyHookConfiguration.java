package dev.telemetry.autoconfigure.web;

import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.ContainerHook;
import dev.telemetry.servlet.ContainerResponse;

/**
 * Lets Jetty end exchanges: each dispatch to an application, an asynchronous one too,
 * leaves the scope of the application after error pages are written and exceptions are
 * logged.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ ContextHandler.class, ConfigurableJettyWebServerFactory.class })
@ConditionalOnBean(name = TelemetryFilterConfiguration.HOOK)
class JettyHookConfiguration {

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> telemetryJettyHook(ContainerHook hook,
			InternalFailures failures) {
		return (factory) -> factory.addServerCustomizers((server) -> install(hook, failures, server));
	}

	private static void install(ContainerHook hook, InternalFailures failures, Server server) {
		for (ContextHandler application : server.getDescendants(ContextHandler.class)) {
			application.addEventListener(new ExchangeEndListener(hook, failures));
		}
	}

	static final class ExchangeEndListener implements ContextHandler.ContextScopeListener {

		private final ContainerHook hook;

		private final InternalFailures failures;

		ExchangeEndListener(ContainerHook hook, InternalFailures failures) {
			this.hook = hook;
			this.failures = failures;
		}

		@Override
		public void enterScope(Context context, @Nullable Request request) {
			this.hook.dispatchBegins(false, (request != null) ? response(request) : null);
		}

		private @Nullable ContainerResponse response(Request request) {
			try {
				return JettyResponse.of(request, this.failures);
			}
			catch (Throwable ex) {
				this.failures.report("following a response of Jetty", ex);
				return null;
			}
		}

		@Override
		public void exitScope(Context context, @Nullable Request request) {
			this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		}

	}

}
