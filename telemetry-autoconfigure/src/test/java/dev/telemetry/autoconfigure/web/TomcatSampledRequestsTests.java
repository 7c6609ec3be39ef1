package dev.telemetry.autoconfigure.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TomcatSampledRequestsTests extends SampledRequestsContract {

	@Override
	String otherServer() {
		return "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";
	}

	@ParameterizedTest
	@ValueSource(strings = { "/download", "/async-download", "/emitted-rows", "/streamed-body", "/streamed" })
	void whatWasSentInTimeAndThenStreamedIsNotSlow(String path) throws Exception {
		// What is loaded with the first one takes its time.
		get(path, "*/*");
		assertThat(keptFor(path)).isNull();
	}

}
