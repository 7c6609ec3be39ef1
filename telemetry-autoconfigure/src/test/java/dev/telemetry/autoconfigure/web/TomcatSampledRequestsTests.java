package dev.telemetry.autoconfigure.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TomcatSampledRequestsTests extends SampledRequestsContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";
	}

	@Test
	void whatWasSentInTimeAndThenStreamedIsNotSlow() throws Exception {
		assertThat(keptFor("/download")).isNull();
	}

}
