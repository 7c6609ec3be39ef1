package dev.telemetry.sample.w3c;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

import dev.telemetry.sample.ShopTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the validation suite does, for a few of its cases.
 */
@ShopTest
@ActiveProfiles("w3c")
class TraceContextControllerTests {

	private static final String TRACE_ID = "12345678901234567890123456789012";

	private static final String SPAN_ID = "1234567890123456";

	private static final String TRACE_PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	private final BlockingQueue<Callback> callbacks = new LinkedBlockingQueue<>();

	private RestTestClient client;

	private HttpServer suite;

	@BeforeEach
	void start(@LocalServerPort int port) throws IOException {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		this.suite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.suite.createContext("/", this::receive);
		this.suite.start();
	}

	@AfterEach
	void stop() {
		this.suite.stop(0);
	}

	@Test
	void aTraceContinuesWithAParentOfItsOwn() {
		Callback callback = onlyCallback("traceparent", TRACE_PARENT);
		assertThat(callback.traceId()).isEqualTo(TRACE_ID);
		assertThat(callback.parentId()).isNotEqualTo(SPAN_ID);
	}

	@Test
	void withoutACallerATraceStarts() {
		assertThat(onlyCallback("trace-parent", TRACE_PARENT).traceId()).isNotEqualTo(TRACE_ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TraceParent", "TrAcEpArEnT", "TRACEPARENT" })
	void theCaseOfHeadersDoesNotMatter(String name) {
		assertThat(onlyCallback(name, TRACE_PARENT).traceId()).isEqualTo(TRACE_ID);
	}

	@Test
	void aRepeatedTraceParentRestartsTheTrace() {
		assertThat(onlyCallback("traceparent", TRACE_PARENT, TRACE_PARENT).traceId()).isNotEqualTo(TRACE_ID);
	}

	@Test
	void theRandomFlagIsPassedOn() {
		Callback callback = onlyCallback("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-02");
		assertThat(callback.traceId()).isEqualTo(TRACE_ID);
		assertThat(Integer.parseInt(callback.flags(), 16) & 2).isEqualTo(2);
	}

	@Test
	void severalLinesOfStateArePassedOnAsOne() {
		send(1, Map.of("traceparent", List.of(TRACE_PARENT), "tracestate", List.of("foo@@bar=1,bar=2", "", "baz=3")));
		assertThat(this.callbacks.remove().traceState()).containsExactly("foo@@bar=1,bar=2,baz=3");
	}

	@Test
	void everyCallbackOfARequestHasAParentOfItsOwn() {
		send(3, Map.of("traceparent", List.of(TRACE_PARENT)));
		assertThat(this.callbacks).hasSize(3).extracting(Callback::traceId).containsOnly(TRACE_ID);
		assertThat(this.callbacks).extracting(Callback::parentId).doesNotHaveDuplicates().doesNotContain(SPAN_ID);
	}

	@Test
	void theCallbacksOfAnIllegalTraceParentAreInANewTrace() {
		String illegal = "0".repeat(32);
		send(3, Map.of("traceparent", List.of("00-" + illegal + "-" + SPAN_ID + "-01")));
		assertThat(this.callbacks).hasSize(3).extracting(Callback::traceId).doesNotContain(illegal);
		assertThat(this.callbacks).extracting(Callback::parentId).doesNotHaveDuplicates();
	}

	@Test
	void theArgumentsAreTheBodyOfTheCallback() {
		assertThat(onlyCallback("traceparent", TRACE_PARENT).body()).isEqualTo("[\"argument\"]");
	}

	private Callback onlyCallback(String header, String... values) {
		send(1, Map.of(header, List.of(values)));
		assertThat(this.callbacks).hasSize(1);
		return this.callbacks.remove();
	}

	private void send(int callbacks, Map<String, List<String>> headers) {
		String url = "http://localhost:" + this.suite.getAddress().getPort() + "/callback";
		Map<String, Object> callback = Map.of("url", url, "arguments", List.of("argument"));
		this.client.post()
			.uri("/verify-tracecontext")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((all) -> headers.forEach(all::addAll))
			.body(Collections.nCopies(callbacks, callback))
			.exchange()
			.expectStatus()
			.isOk();
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			List<String> parents = exchange.getRequestHeaders().get("traceparent");
			List<String> states = exchange.getRequestHeaders().getOrDefault("tracestate", List.of());
			this.callbacks.add(new Callback(List.copyOf(parents), List.copyOf(states), body));
			exchange.sendResponseHeaders(204, -1);
		}
	}

	private record Callback(List<String> traceParent, List<String> traceState, String body) {

		String traceId() {
			return part(1);
		}

		String parentId() {
			return part(2);
		}

		String flags() {
			return part(3);
		}

		private String part(int index) {
			assertThat(this.traceParent).hasSize(1);
			String[] parts = this.traceParent.get(0).split("-", -1);
			assertThat(parts).hasSize(4);
			return parts[index];
		}

	}

}
