package dev.telemetry.autoconfigure.web.reactive;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveServerRequestTests {

	// The last one is how Docker Compose calls services.
	@ParameterizedTest
	@CsvSource({ "https://shop.example.com/items, shop.example.com, 443",
			"http://localhost:8080/items, localhost, 8080", "http://shop_service:8080/items, shop_service, 8080" })
	void serverAndPortAreThoseThatTheClientHasNamed(URI uri, String server, int port) {
		ReactiveServerRequest request = new ReactiveServerRequest(
				MockServerHttpRequest.method(HttpMethod.GET, uri).build());
		assertThat(request.serverName()).isEqualTo(server);
		assertThat(request.serverPort()).isEqualTo(port);
	}

}
