package dev.telemetry.sample.order;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.sample.ShopTest;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class OrderTests {

	private final ShopCustomer customer;

	OrderTests(@LocalServerPort int port) {
		this.customer = new ShopCustomer(port);
	}

	@Test
	void anOrderIsPlacedAtThePriceOfThePartner() {
		this.customer.order("apple", 3)
			.expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.item")
			.isEqualTo("apple")
			.jsonPath("$.quantity")
			.isEqualTo(3)
			.jsonPath("$.unitPrice")
			.isEqualTo(0.40)
			.jsonPath("$.state")
			.isEqualTo("PLACED");
	}

	@Test
	void aPlacedOrderIsFoundWhereTheLocationSays() {
		String order = this.customer.placedOrder("bread", 2);
		assertThat(order).matches("/orders/\\d+");
		this.customer.get(order)
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.item")
			.isEqualTo("bread")
			.jsonPath("$.placedAt")
			.isNotEmpty();
	}

	@Test
	void anOrderTakesPiecesFromTheShelf() {
		int before = this.customer.stockOf("tea");
		this.customer.placedOrder("tea", 7);
		assertThat(this.customer.stockOf("tea")).isEqualTo(before - 7);
	}

	@Test
	void anUnknownOrderIsNotFound() {
		this.customer.get("/orders/0")
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("There is no order 0");
	}

	@Test
	void anItemThatTheShopDoesNotSellIsABadRequest() {
		this.customer.order("unicorn", 1).expectStatus().isBadRequest();
	}

	@Test
	void anOrderWithoutItemIsABadRequest() {
		this.customer.order(Map.of("quantity", 1)).expectStatus().isBadRequest();
	}

	@Test
	void anOrderWithoutQuantityIsABadRequest() {
		this.customer.order(Map.of("item", "apple")).expectStatus().isBadRequest();
	}

	@Test
	void aQuantityBeyondTheLimitIsABadRequest() {
		this.customer.order("apple", 101).expectStatus().isBadRequest();
	}

	@Test
	void moreThanIsOnTheShelfIsAConflict() {
		this.customer.order("cheese", 100).expectStatus().isEqualTo(HttpStatus.CONFLICT);
	}

	@Test
	void anItemWithoutPriceIsABadGateway() {
		this.customer.order("moonrock", 1).expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY);
	}

	@Test
	void theStatusOfAnOrderIsAnsweredAsynchronously() {
		String order = this.customer.placedOrder("apple", 1);
		this.customer.get(order + "/status").expectStatus().isOk().expectBody().jsonPath("$.state").isEqualTo("PLACED");
	}

	@Test
	void theStatusOfAnUnknownOrderIsNotFound() {
		this.customer.get("/orders/0/status").expectStatus().isNotFound();
	}

}
