package dev.telemetry.autoconfigure.viewer;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wherever the endpoint is, it is guarded there.
 */
class ViewerPlacesTests {

	private static final String ANN = "Basic "
			+ Base64.getEncoder().encodeToString("ann:ann".getBytes(StandardCharsets.UTF_8));

	@Test
	void onAPortOfItsOwnBelowOtherPaths() throws Exception {
		try (ViewedShop shop = new ViewedShop("Tomcat", "--management.server.port=0",
				"--management.server.base-path=/admin", "--management.endpoints.web.base-path=/manage",
				"--management.endpoints.web.path-mapping.traces=spans",
				"--server.forward-headers-strategy=framework")) {
			shop.get(shop.url("/orders/17"));
			String path = "/admin/manage/spans";
			HttpResponse<String> list = shop.get("http://localhost:" + shop.port("management") + path);
			assertThat(list.body()).contains("\"service\":\"shop\"");
			assertThat(list.headers().firstValue("Content-Security-Policy")).isPresent();
			assertThat(ViewedShop.raw(shop.port("management"),
					"GET " + path + "/live HTTP/1.1\nHost: evil.example\nConnection: close\n\n"))
				.startsWith("HTTP/1.1 403");
			assertThat(shop.get(shop.url("/manage/spans")).statusCode()).isEqualTo(404);
			assertThat(shop.get(shop.url("/manage/spans")).body()).doesNotContain("\"service\":\"shop\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spans", "spans/" })
	void onThePortOfTheApplicationBelowAnotherPath(String mapped) throws Exception {
		try (ViewedShop shop = new ViewedShop("Tomcat", "--management.endpoints.web.path-mapping.traces=" + mapped)) {
			assertThat(shop.get(shop.url("/actuator/spans")).body()).contains("\"service\":\"shop\"");
			assertThat(ViewedShop.raw(shop.port("server"),
					"GET /actuator/spans HTTP/1.1\nHost: evil.example\nConnection: close\n\n"))
				.startsWith("HTTP/1.1 403");
		}
	}

	@Test
	void behindSpringSecurityItsRulesDecide() throws Exception {
		try (ViewedShop shop = ViewedShop.secured()) {
			String request = "GET /actuator/traces HTTP/1.1\nHost: shop.example\nConnection: close\n";
			assertThat(ViewedShop.raw(shop.port("server"), request + "\n")).startsWith("HTTP/1.1 401");
			assertThat(ViewedShop.raw(shop.port("server"), request + "Authorization: " + ANN + "\n\n"))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void openWhereThatIsAskedForAndWithTheLinesThatAreExported() throws Exception {
		try (ViewedShop shop = new ViewedShop("Tomcat", "--telemetry.viewer.remote=true",
				"--telemetry.logs.enabled=true", "--server.servlet.context-path=/shop",
				"--spring.mvc.servlet.path=/api", "--spring.main.lazy-initialization=true",
				"--spring.jackson.property-naming-strategy=SNAKE_CASE",
				"--spring.jackson.default-property-inclusion=non_empty")) {
			String traces = "/shop/api/actuator/traces";
			shop.get(shop.url("/shop/api/orders/17"));
			Map<String, Object> list = shop.await(traces, (json) -> ViewedShop.list(json, "traces").size() == 1);
			Object id = ViewedShop.list(list, "traces").get(0).get("traceId");
			Map<String, Object> trace = shop.await(traces + "/" + id,
					(json) -> !ViewedShop.list(json, "logs").isEmpty());
			assertThat(ViewedShop.list(trace, "logs")).extracting((log) -> log.get("message"))
				.contains("Order 17 has no lines");
			Map<String, Object> live = shop.json(traces + "/live");
			assertThat(live).as("whatever the application's JSON is like")
				.containsEntry("logs", "telemetry.logs")
				.containsEntry("peers", List.of());
			assertThat(live.get("now")).asString().endsWith("Z");
			assertThat(live.get("store")).asString().contains("pushedOut=0");
			assertThat(ViewedShop.raw(shop.port("server"),
					"GET " + traces + " HTTP/1.1\nHost: shop.example\nVia: 1.1 proxy\nConnection: close\n\n"))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	@Timeout(60)
	void theSameTraceOfAnotherInstanceIsMergedAndAnOpenPageDoesNotHoldTheShutdown() throws Exception {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		String parent = "00-" + trace + "-b7ad6b7169203331-01";
		try (ViewedShop stock = new ViewedShop("Tomcat", "--telemetry.service-name=stock");
				ViewedShop shop = new ViewedShop("Tomcat",
						"--telemetry.viewer.peers=" + stock.url("/actuator/traces"))) {
			stock.get(stock.url("/orders/3"), "traceparent", parent);
			shop.get(shop.url("/orders/3"), "traceparent", parent);
			Map<String, Object> merged = shop.await("/actuator/traces/" + trace,
					(json) -> json.get("services") instanceof List<?> services && services.size() == 2);
			assertThat(merged.get("services")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsExactlyInAnyOrder("shop", "stock");
			assertThat(ViewedShop.list(merged, "decisions")).hasSize(2);
			assertThat(shop.json("/actuator/traces/" + trace + "?peers=false").get("services"))
				.isEqualTo(List.of("shop"));
			try (Socket page = new Socket("localhost", shop.port("server"))) {
				page.getOutputStream()
					.write("GET /actuator/traces/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(page.getInputStream().read()).isEqualTo('H');
				long before = System.nanoTime();
				shop.close();
				assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
			}
		}
	}

}
