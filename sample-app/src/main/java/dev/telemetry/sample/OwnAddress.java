package dev.telemetry.sample;

import java.net.URI;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where this application can be reached from the machine it runs on.
 */
@Component
public final class OwnAddress {

	private final Environment environment;

	/**
	 * Creates the address.
	 * @param environment tells the port, once the web server listens
	 */
	public OwnAddress(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Returns the address. Only known once the web server listens, because the port may
	 * be any free one.
	 * @return scheme, host, port and context path, without a slash at the end
	 * @throws IllegalStateException if the web server does not listen yet
	 */
	public URI uri() {
		int port = this.environment.getRequiredProperty("local.server.port", Integer.class);
		return URI.create("http://localhost:" + port + this.environment.getProperty("server.servlet.context-path", ""));
	}

}
