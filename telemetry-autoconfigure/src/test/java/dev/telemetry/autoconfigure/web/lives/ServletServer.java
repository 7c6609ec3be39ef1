package dev.telemetry.autoconfigure.web.lives;

/**
 * The servers that requests are tested on.
 */
enum ServletServer {

	TOMCAT("org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration"),

	JETTY("org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");

	private final String otherAutoConfiguration;

	ServletServer(String otherAutoConfiguration) {
		this.otherAutoConfiguration = otherAutoConfiguration;
	}

	/**
	 * What to exclude so that this server is taken, and not the other one.
	 */
	String otherAutoConfiguration() {
		return this.otherAutoConfiguration;
	}

}
