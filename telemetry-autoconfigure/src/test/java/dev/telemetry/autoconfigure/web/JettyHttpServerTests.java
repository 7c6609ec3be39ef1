package dev.telemetry.autoconfigure.web;

class JettyHttpServerTests extends HttpServerContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
	}

	@Override
	String expectedServer() {
		return "Jetty";
	}

}
