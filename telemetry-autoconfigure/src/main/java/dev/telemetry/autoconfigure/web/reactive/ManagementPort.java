package dev.telemetry.autoconfigure.web.reactive;

import java.net.InetSocketAddress;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The management port, if it differs from the port of the application. Thread safe.
 */
final class ManagementPort implements ApplicationListener<WebServerInitializedEvent> {

	private static final String NAMESPACE = "management";

	private static final int NONE = -1;

	private volatile int port = NONE;

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (NAMESPACE.equals(event.getApplicationContext().getServerNamespace())) {
			this.port = event.getWebServer().getPort();
		}
	}

	/**
	 * Returns whether a request came in at the management port.
	 */
	boolean received(ServerHttpRequest request) {
		int management = this.port;
		InetSocketAddress local = (management != NONE) ? request.getLocalAddress() : null;
		return local != null && local.getPort() == management;
	}

}
