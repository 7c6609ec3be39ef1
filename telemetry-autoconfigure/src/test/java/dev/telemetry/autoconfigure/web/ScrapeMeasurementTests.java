package dev.telemetry.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is not traced is measured all the same.
 */
class ScrapeMeasurementTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void scrapesOfTheSamePortAreMeasuredAsWithoutTelemetry(boolean security) throws Exception {
		Map<String, Long> without = counts("server", security, "--telemetry.enabled=false");
		assertThat(without.keySet()).anyMatch((tags) -> tags.contains("/actuator/health"));
		assertThat(counts("server", security, "--telemetry.http.enabled=false")).isEqualTo(without);
		assertThat(exceptRejected(counts("server", security))).isEqualTo(exceptRejected(without));
	}

	// Spring Security's filter for CORS looks a handler up before others reject a
	// request. Only Spring Boot's observation learns of that one's pattern.
	private static Map<String, Long> exceptRejected(Map<String, Long> counts) {
		counts.keySet().removeIf((tags) -> tags.contains("401"));
		return counts;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void scrapesOfASeparatePortAreNotMeasuredAsWithoutTelemetry(boolean security) throws Exception {
		Map<String, Long> without = counts("management", security, "--telemetry.enabled=false",
				"--management.server.port=0");
		assertThat(without.keySet()).singleElement().asString().contains("/orders");
		assertThat(counts("management", security, "--management.server.port=0", "--telemetry.http.enabled=false"))
			.isEqualTo(without);
		assertThat(counts("management", security, "--management.server.port=0")).isEqualTo(without);
	}

	private static Map<String, Long> counts(String port, boolean security, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--management.prometheus.metrics.export.enabled=true");
		try (ScrapedShop shop = new ScrapedShop("Tomcat", security, all.toArray(String[]::new))) {
			shop.scrape(shop.url(port, "/actuator"), security);
			assertThat(shop.getWithCredentials(shop.url("server", "/orders"))).isEqualTo(200);
			return shop.requestCounts((port.equals("server")) ? 8 : 1);
		}
	}

}
