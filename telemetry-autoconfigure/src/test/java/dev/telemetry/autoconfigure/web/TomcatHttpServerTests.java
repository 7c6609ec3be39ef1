package dev.telemetry.autoconfigure.web;

class TomcatHttpServerTests extends HttpServerContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";
	}

	@Override
	String expectedServer() {
		return "Tomcat";
	}

}
