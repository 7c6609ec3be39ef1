package dev.telemetry.autoconfigure.web;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.servlet.ContainerHook;

/**
 * Lets Jetty end exchanges: its outermost handler returns after error pages are written
 * and exceptions are logged. Asynchronous dispatches do not pass it again.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Handler.class, ConfigurableJettyWebServerFactory.class })
@ConditionalOnBean(ContainerHook.class)
class JettyHookConfiguration {

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> telemetryJettyHook(ContainerHook hook) {
		return (factory) -> factory
			.addServerCustomizers((server) -> server.setHandler(new ExchangeEndHandler(server.getHandler(), hook)));
	}

	static final class ExchangeEndHandler extends Handler.Wrapper {

		private final ContainerHook hook;

		ExchangeEndHandler(Handler handler, ContainerHook hook) {
			super(handler);
			this.hook = hook;
		}

		@Override
		protected void doStart() throws Exception {
			super.doStart();
			this.hook.install(false);
		}

		@Override
		public boolean handle(Request request, Response response, Callback callback) throws Exception {
			try {
				return super.handle(request, response, callback);
			}
			finally {
				ContainerHook.requestDone(request.getAttribute(ContainerHook.ATTRIBUTE), ContainerHook.UNKNOWN);
			}
		}

	}

}
