package dev.telemetry.autoconfigure.web.lives;

class JettyRequestLivesTests extends RequestLivesContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
	}

}
