package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;

import io.opentelemetry.api.trace.Span;
import org.apache.tomcat.websocket.server.WsSci;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * A web socket of Spring's, and the containers' support for that.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SocketConfiguration {

	@Bean
	WebSocketConfigurer socket() {
		// Of Spring's own accord it would take Jetty's, because that is on the class
		// path.
		return (registry) -> registry.addHandler(new Greeter(), "/socket")
			.setHandshakeHandler(new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy()));
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> socketsOfTomcat() {
		return (factory) -> factory
			.addContextCustomizers((context) -> context.addServletContainerInitializer(new WsSci(), null));
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> socketsOfJetty() {
		return (factory) -> factory.addServerCustomizers((server) -> server.getDescendants(ServletContextHandler.class)
			.forEach((context) -> JakartaWebSocketServletContainerInitializer.configure(context, null)));
	}

	private static final class Greeter extends TextWebSocketHandler {

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
			boolean traced = Span.current().getSpanContext().isValid();
			session.sendMessage(new TextMessage(message.getPayload() + ((traced) ? ", of a trace" : ", of no trace")));
		}

	}

}
