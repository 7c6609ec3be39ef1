package dev.telemetry.sample.catalog;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.sample.ShopTest;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class ItemTests {

	@Test
	void theFirstPageLinksToWhatThereIs(@LocalServerPort int port) {
		String page = new ShopCustomer(port).get("/")
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseBody();
		assertThat(page).contains("href=\"items\"", "href=\"reports/daily\"", "href=\"actuator/prometheus\"");
	}

	@Test
	void theShopShowsWhatItSells(@LocalServerPort int port) {
		new ShopCustomer(port).get("/items")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[*].name")
			.isEqualTo(List.of("apple", "bread", "cheese", "moonrock", "tea"));
	}

}
