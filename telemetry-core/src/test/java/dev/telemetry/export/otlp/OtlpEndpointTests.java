package dev.telemetry.export.otlp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OtlpEndpointTests {

	@ParameterizedTest
	@CsvSource({ "http://localhost:4317, GRPC, http://localhost:4317",
			"http://localhost:4317/, GRPC, http://localhost:4317/",
			"http://localhost:4318, HTTP, http://localhost:4318/v1/traces",
			"http://localhost:4318/, HTTP, http://localhost:4318/v1/traces",
			"http://localhost:4318/v1/traces, HTTP, http://localhost:4318/v1/traces",
			"http://localhost:9999/v1/traces/, HTTP, http://localhost:9999/v1/traces",
			"http://localhost:9999, GRPC, http://localhost:9999",
			"https://otlp.example.com, HTTP, https://otlp.example.com/v1/traces",
			"https://otlp.example.com/, HTTP, https://otlp.example.com/v1/traces",
			"https://otlp.example.com:443, GRPC, https://otlp.example.com:443",
			"https://example.com/api/otlp, HTTP, https://example.com/api/otlp/v1/traces",
			"https://example.com/otlp?tenant=a, HTTP, https://example.com/otlp/v1/traces?tenant=a",
			"http://[::1]:4317, GRPC, http://[::1]:4317",
			"http://otel_collector:4318, HTTP, http://otel_collector:4318/v1/traces",
			"HTTP://localhost:4318, HTTP, http://localhost:4318/v1/traces",
			"Https://otlp.example.com, HTTP, https://otlp.example.com/v1/traces",
			"HTTP://localhost:4317, GRPC, http://localhost:4317" })
	void tellsTheProtocolFromTheUrl(String url, OtlpProtocol protocol, String complete) {
		OtlpEndpoint endpoint = OtlpEndpoint.of(url, null);
		assertThat(endpoint.protocol()).isEqualTo(protocol);
		assertThat(endpoint.uri()).hasToString(complete);
	}

	@Test
	void anExplicitProtocolWins() {
		assertThat(OtlpEndpoint.of("http://localhost:4317", OtlpProtocol.HTTP)).asString()
			.isEqualTo("http http://localhost:4317/v1/traces");
		assertThat(OtlpEndpoint.of("http://localhost:4318", OtlpProtocol.GRPC)).asString()
			.isEqualTo("grpc http://localhost:4318");
	}

	@Test
	void takesUserInfoOutOfTheUrl() {
		OtlpEndpoint endpoint = OtlpEndpoint.of("https://user:p%40ss@example.com/otlp", null);
		assertThat(endpoint.uri()).hasToString("https://example.com/otlp/v1/traces");
		assertThat(endpoint.userInfo()).isEqualTo("user:p@ss");
		assertThat(endpoint).asString().doesNotContain("user").doesNotContain("ss@");
	}

	@Test
	void doesNotShowTheQuery() {
		OtlpEndpoint endpoint = OtlpEndpoint.of("http://localhost:4318/?token=secret", null);
		assertThat(endpoint.uri()).hasToString("http://localhost:4318/v1/traces?token=secret");
		assertThat(endpoint).hasToString("http http://localhost:4318/v1/traces");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:4317", "//localhost:4317", "ftp://localhost", "http://", "http:///v1/traces",
			"http://localhost:99999", "http://localhost:0", "http://local host", "not a url", "/v1/traces",
			"http://user:secret@" })
	void refusesWhatIsNoUrlWithoutRepeatingIt(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> OtlpEndpoint.of(url, null))
			.withMessageContaining("must be an absolute URL")
			.withMessageNotContaining("secret")
			.withNoCause();
	}

}
