package dev.telemetry.sample.w3c;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import dev.telemetry.sample.ShopTest;

@ShopTest
class NoTraceContextControllerTests {

	@Test
	void withoutTheProfileThereIsNoSuchPath(@LocalServerPort int port) {
		RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + port)
			.build()
			.post()
			.uri("/verify-tracecontext")
			.contentType(MediaType.APPLICATION_JSON)
			.body("[]")
			.exchange()
			.expectStatus()
			.isNotFound();
	}

}
