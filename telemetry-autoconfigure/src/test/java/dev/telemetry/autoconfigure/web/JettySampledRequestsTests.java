package dev.telemetry.autoconfigure.web;

class JettySampledRequestsTests extends SampledRequestsContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
	}

}
