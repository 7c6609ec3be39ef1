package dev.telemetry.sample;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import dev.telemetry.sample.catalog.Item;

/**
 * What tests do in the shop, over HTTP.
 */
public final class ShopCustomer {

	private final RestTestClient client;

	public ShopCustomer(int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	public ResponseSpec get(String path) {
		return this.client.get().uri(URI.create(path)).exchange();
	}

	public ResponseSpec order(String item, int quantity) {
		return order(Map.of("item", item, "quantity", quantity));
	}

	public ResponseSpec order(Object body) {
		return this.client.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	/**
	 * Places an order.
	 * @return its path
	 */
	public String placedOrder(String item, int quantity) {
		URI location = order(item, quantity).expectStatus()
			.isCreated()
			.returnResult(Void.class)
			.getResponseHeaders()
			.getLocation();
		return Objects.requireNonNull(location).getPath();
	}

	public int stockOf(String name) {
		Item[] items = Objects.requireNonNull(get("/items").returnResult(Item[].class).getResponseBody());
		return Stream.of(items).filter((item) -> item.name().equals(name)).findFirst().orElseThrow().stock();
	}

}
