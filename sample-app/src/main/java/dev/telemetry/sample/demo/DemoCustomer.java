package dev.telemetry.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import dev.telemetry.sample.OwnAddress;

/**
 * A customer who does everything one can do in the shop, one thing after the other. Uses
 * a client of its own that nobody observes, as somebody outside would. Not thread-safe.
 */
@Component
@Profile("demo")
final class DemoCustomer implements DemoTraffic.Visitor {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final OwnAddress address;

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final List<Action> actions = List.of(() -> order("apple"), () -> get(lastOrder()),
			() -> get(lastOrder() + "/status"), () -> order("bread"), () -> get("/orders/0"),
			() -> get(lastOrder() + "/invoice"), () -> get("/items"), () -> order("moonrock"), () -> order("tea"),
			() -> get(lastOrder()), () -> get("/reports/daily"));

	private String lastOrder = "/orders/1";

	private int next;

	DemoCustomer(OwnAddress address) {
		this.address = address;
	}

	@Override
	public void visit() throws IOException, InterruptedException {
		Action action = this.actions.get(this.next);
		this.next = (this.next + 1) % this.actions.size();
		action.run();
	}

	private String lastOrder() {
		return this.lastOrder;
	}

	private void order(String item) throws IOException, InterruptedException {
		String body = "{\"item\": \"%s\", \"quantity\": 1}".formatted(item);
		HttpResponse<Void> response = send(
				request("/orders").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
		response.headers()
			.firstValue("Location")
			.ifPresent((location) -> this.lastOrder = location.substring(location.lastIndexOf("/orders/")));
	}

	private void get(String path) throws IOException, InterruptedException {
		send(request(path));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.address.uri() + path)).timeout(TIMEOUT);
	}

	private HttpResponse<Void> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.discarding());
	}

	/**
	 * One thing that a customer does.
	 */
	@FunctionalInterface
	private interface Action {

		void run() throws IOException, InterruptedException;

	}

}
