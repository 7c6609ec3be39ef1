package dev.telemetry.autoconfigure.web.lives;

/**
 * The servers that requests are tested on.
 */
enum ServletServer {

	TOMCAT("org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration", true),

	JETTY("org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration", false);

	private final String otherAutoConfiguration;

	private final boolean refusesTrace;

	ServletServer(String otherAutoConfiguration, boolean refusesTrace) {
		this.otherAutoConfiguration = otherAutoConfiguration;
		this.refusesTrace = refusesTrace;
	}

	/**
	 * What to exclude so that this server is taken, and not the other one.
	 */
	String otherAutoConfiguration() {
		return this.otherAutoConfiguration;
	}

	/**
	 * Whether requests with the method {@code TRACE} never reach an application.
	 */
	boolean refusesTrace() {
		return this.refusesTrace;
	}

}
