package dev.telemetry.autoconfigure.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.ContainerHook;

/**
 * Lets Tomcat end exchanges: its engine is done with a request after error pages are
 * written and exceptions are logged.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Valve.class, ConfigurableTomcatWebServerFactory.class })
@ConditionalOnBean(name = TelemetryFilterConfiguration.HOOK)
class TomcatHookConfiguration {

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> telemetryTomcatHook(ContainerHook hook,
			InternalFailures failures) {
		return (factory) -> {
			factory.addEngineValves(new ExchangeEndValve(hook, failures));
			factory.addContextCustomizers(
					(context) -> context.getPipeline().addValve(new RequestEndValve(hook, failures)));
		};
	}

	static final class ExchangeEndValve extends ValveBase {

		private final ContainerHook hook;

		private final InternalFailures failures;

		ExchangeEndValve(ContainerHook hook, InternalFailures failures) {
			// Otherwise no request could be asynchronous.
			super(true);
			this.hook = hook;
			this.failures = failures;
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			this.hook.dispatchBegins(true);
			try {
				getNext().invoke(request, response);
			}
			finally {
				this.hook.dispatchEnds(follow(request, response));
			}
		}

		private long follow(Request request, Response response) {
			try {
				if (request.isAsync()) {
					this.hook.dispatchStaysOpen(request, new TomcatResponse(request, response, this.failures));
				}
				return (this.hook.isAwaited()) ? TomcatResponse.committedNanos(response, this.failures)
						: ContainerHook.UNKNOWN;
			}
			catch (Throwable ex) {
				this.failures.report("following a response of Tomcat", ex);
				return ContainerHook.UNKNOWN;
			}
		}

	}

	/**
	 * Is called at the very end of each request, like an access log. If a connection
	 * breaks off while another thread writes, Tomcat may never complete the asynchronous
	 * request.
	 */
	static final class RequestEndValve extends ValveBase implements AccessLog {

		private final ContainerHook hook;

		private final InternalFailures failures;

		RequestEndValve(ContainerHook hook, InternalFailures failures) {
			super(true);
			this.hook = hook;
			this.failures = failures;
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			getNext().invoke(request, response);
		}

		@Override
		public void log(Request request, Response response, long time) {
			try {
				this.hook.requestEnds(request);
			}
			catch (Throwable ex) {
				this.failures.report("ending a request of Tomcat", ex);
			}
		}

		@Override
		public void setRequestAttributesEnabled(boolean requestAttributesEnabled) {
		}

		@Override
		public boolean getRequestAttributesEnabled() {
			return false;
		}

	}

}
