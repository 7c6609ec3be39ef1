package dev.telemetry.autoconfigure.web;

class TomcatSampledRequestsTests extends SampledRequestsContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";
	}

}
