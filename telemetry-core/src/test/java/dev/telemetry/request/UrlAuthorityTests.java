package dev.telemetry.request;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UrlAuthorityTests {

	@ParameterizedTest
	@CsvSource({ "https://api.example.com/a, api.example.com, 443", "http://API.example.com/a, API.example.com, 80",
			"http://ann:topsecret@localhost:8080/a, localhost, 8080", "http://[::1]:8080/a, [::1], 8080",
			"https://[::1]/a, [::1], 443", "http://price_service:8080/a, price_service, 8080",
			"https://ann:topsecret@price_service/a, price_service, 443",
			"http://price_service:http/a, price_service, 80", "http://price_service:/a, price_service, 80", "/a, , 80",
			"mailto:ann@example.com, , 80" })
	void hostAndPortAreKnownHoweverTheyAreWritten(URI uri, String host, int port) {
		UrlAuthority authority = UrlAuthority.of(uri);
		assertThat(authority.host()).isEqualTo(host);
		assertThat(authority.port(uri.getScheme())).isEqualTo(port);
	}

}
