package dev.telemetry.autoconfigure.endpoint;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint behind Spring Security.
 */
class TelemetryEndpointSecurityTests {

	@Test
	void behindTheSecurityThatSpringBootSetsUpItCanOnlyBeRead() throws Exception {
		try (EndpointApplication application = EndpointApplication.secured(EndpointApplication.Application.class,
				EndpointApplication.WRITABLE)) {
			String url = application.url("server", "/actuator/telemetry");
			assertThat(application.get(url).statusCode()).isEqualTo(401);
			assertThat(application.getAsAnn(url).statusCode()).isEqualTo(200);
			// The token against forged requests is missing, and the error page wants a
			// login.
			assertThat(application.postAsAnn(url + "/sampling.ratio", EndpointApplication.CHANGE).statusCode())
				.isEqualTo(401);
		}
	}

	@Test
	void behindTheSecurityOfTheGuideAnOperatorCanChangeItAndIsNamed() throws Exception {
		try (EndpointApplication application = EndpointApplication.secured(GuidedApplication.class,
				EndpointApplication.WRITABLE, "--spring.security.user.roles=OPERATOR")) {
			String url = application.url("server", "/actuator/telemetry");
			assertThat(application.post(url + "/sampling.ratio", EndpointApplication.CHANGE).statusCode())
				.isEqualTo(401);
			HttpResponse<String> changed = application.postAsAnn(url + "/sampling.ratio", EndpointApplication.CHANGE);
			assertThat(changed.statusCode()).isEqualTo(200);
			assertThat(changed.body()).contains("\"by\":\"ann\"");
		}
	}

	@Test
	void behindTheSecurityOfTheGuideOthersCanOnlyReadIt() throws Exception {
		try (EndpointApplication application = EndpointApplication.secured(GuidedApplication.class,
				EndpointApplication.WRITABLE)) {
			String url = application.url("server", "/actuator/telemetry");
			assertThat(application.get(url).statusCode()).isEqualTo(401);
			assertThat(application.getAsAnn(url).statusCode()).isEqualTo(200);
			assertThat(application.postAsAnn(url + "/sampling.ratio", EndpointApplication.CHANGE).statusCode())
				.isEqualTo(403);
			assertThat(application.getAsAnn(url + "/overrides").body()).isEqualTo("[]");
		}
	}

	@Test
	void theSecurityOfTheGuideIsTheOneThatIsTested() throws IOException {
		Path source = Path.of("src", "test", "java", "dev", "telemetry", "autoconfigure", "endpoint",
				"TelemetryEndpointSecurity.java");
		String code = Files.readString(source);
		assertThat(Files.readString(Path.of("..", "docs", "endpoint.md")))
			.contains(code.substring(code.indexOf("import")));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(TelemetryEndpointSecurity.class)
	static class GuidedApplication {

	}

}
