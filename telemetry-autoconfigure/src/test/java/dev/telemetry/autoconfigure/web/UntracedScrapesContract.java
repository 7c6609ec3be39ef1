package dev.telemetry.autoconfigure.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No span comes of a scrape, whoever observes requests and whichever port is scraped.
 */
@NoTelemetryLeaks
abstract class UntracedScrapesContract {

	private static final String OWN_PORT = "--management.server.port=0";

	private static final String SAME_PORT = "--management.server.base-path=/ignored";

	abstract String server();

	@ParameterizedTest
	@CsvSource({ "server, true", "server, false", "management, true", "management, false" })
	void noScrapeIsTraced(String port, boolean security) throws Exception {
		// Any two of the three meet on each server, and all three on one of them.
		boolean filter = (security == port.equals("server")) == server().equals("Tomcat");
		try (ScrapedShop shop = shop(security, port.equals("server") ? SAME_PORT : OWN_PORT,
				"--telemetry.http.enabled=" + filter)) {
			shop.scrape(shop.url(port, "/actuator"), security);
			assertThat(shop.spansBesideThoseOf(shop.url("server", "/orders"))).isEmpty();
			assertThat(shop.leftOnThreads()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theBasePathsOfTheSamePortAreFollowed(boolean filter) throws Exception {
		try (ScrapedShop shop = shop(true, "--management.endpoints.web.base-path=/manage",
				"--server.servlet.context-path=/shop", "--spring.mvc.servlet.path=/api",
				"--telemetry.http.enabled=" + filter)) {
			shop.scrape(shop.url("server", "/shop/api/manage"), true);
			assertThat(shop.spansBesideThoseOf(shop.url("server", "/shop/api/orders"))).isEmpty();
		}
	}

	@Test
	void theBasePathsOfASeparatePortDoNotMatter() throws Exception {
		try (ScrapedShop shop = shop(true, OWN_PORT, "--management.server.base-path=/admin",
				"--management.endpoints.web.base-path=/")) {
			shop.scrape(shop.url("management", "/admin"), true);
			assertThat(shop.spansBesideThoseOf(shop.url("server", "/orders"))).isEmpty();
		}
	}

	@Test
	void aPathOfTheApplicationThatActuatorHasOnAnotherPortIsTraced() throws Exception {
		try (ScrapedShop shop = shop(false, OWN_PORT, "--management.endpoints.web.base-path=/orders")) {
			assertThat(shop.spansBesideThoseOf(shop.url("server", "/orders"))).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void pathsOfTheApplicationCanBeExcluded(boolean filter) throws Exception {
		try (ScrapedShop shop = shop(true, "--telemetry.http.untraced-paths=/internal/async",
				"--telemetry.http.paths[0].path=/internal/{name}", "--telemetry.http.paths[0].untraced=true",
				"--telemetry.http.enabled=" + filter)) {
			assertThat(shop.getSampled(shop.url("server", "/internal/async"))).isEqualTo(200);
			assertThat(shop.getSampled(shop.url("server", "/internal/callable"))).isEqualTo(200);
			assertThat(shop.getWithCredentials(shop.url("server", "/internal/callable"))).isEqualTo(200);
			assertThat(shop.getSampled(shop.url("server", "/internal/fails"))).isEqualTo(500);
			assertThat(shop.get(shop.url("server", "/internal/fails"))).isEqualTo(401);
			assertThat(shop.spansBesideThoseOf(shop.url("server", "/orders"))).isEmpty();
			assertThat(shop.leftOnThreads()).isEmpty();
		}
	}

	private ScrapedShop shop(boolean security, String... arguments) {
		return new ScrapedShop(server(), security, arguments);
	}

}
