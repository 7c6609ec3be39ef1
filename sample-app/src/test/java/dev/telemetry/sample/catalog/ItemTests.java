package dev.telemetry.sample.catalog;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.sample.ShopTest;

@ShopTest
class ItemTests {

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
