package dev.telemetry.autoconfigure.web.lives;

class TomcatRequestLivesTests extends RequestLivesContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";
	}

}
