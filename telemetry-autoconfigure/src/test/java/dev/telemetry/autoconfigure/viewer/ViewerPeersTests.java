package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import dev.telemetry.view.ViewedTrace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Other instances, of every behaviour.
 */
@Timeout(60)
class ViewerPeersTests {

	private static final String ID = ShownTrace.TRACE_ID;

	private final CountDownLatch end = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/none", (exchange) -> answer(exchange, 404, "{}"));
		this.server.createContext("/refused", (exchange) -> answer(exchange, 403, "no"));
		this.server.createContext("/broken", (exchange) -> answer(exchange, 200, "<html>"));
		this.server.createContext("/large", (exchange) -> answer(exchange, 200, "x".repeat(200_000)));
		this.server.createContext("/strange",
				(exchange) -> answer(exchange, 200, "{\"spans\": [1, {\"spanId\": 3}, {}], \"logs\": {}}"));
		this.server.createContext("/elsewhere", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/found/" + ID);
			answer(exchange, 302, "");
		});
		this.server.createContext("/found", (exchange) -> answer(exchange, 200, other()));
		this.server.createContext("/cut", (exchange) -> answer(exchange, 200, cut()));
		this.server.createContext("/guarded", (exchange) -> answer(exchange,
				"Basic c2hvcDpzZWNyZXQ=".equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 200 : 401,
				other()));
		this.server.createContext("/hanging", (exchange) -> {
			try {
				this.end.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.end.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void thePartOfAnotherServiceIsBelowTheCallThatLedThere() {
		PeerParts parts = peers("found").ask(ID, ShownTrace.trace());
		assertThat(parts.answers()).singleElement()
			.satisfies((answer) -> assertThat(answer).containsEntry("state", "found").containsEntry("spanCount", 1));
		Map<String, Object> json = TraceJson.detail(parts.trace(), (id) -> false);
		assertThat(json.get("services")).isEqualTo(List.of("shop", "stock"));
		assertThat(ViewedShop.list(json, "spans")).last()
			.satisfies((span) -> assertThat(span).containsEntry("service", "stock")
				.containsEntry("depth", 2)
				.containsEntry("name", "reserve"));
		assertThat(ViewedShop.list(json, "logs")).extracting((log) -> log.get("service")).contains("stock");
		assertThat(ViewedShop.list(json, "decisions")).hasSize(2);
	}

	@Test
	void aTraceThatIsOnlyThereIsShownToo() {
		PeerParts parts = peers("found").ask(ID, null);
		assertThat(parts.trace().spans()).hasSize(1);
		assertThat(peers("none").ask(ID, null).isEmpty()).isTrue();
	}

	@Test
	@SuppressWarnings("unchecked")
	void whatIsMissingThereIsMissing() {
		Map<String, Object> json = TraceJson.detail(peers("cut").ask(ID, ShownTrace.trace()).trace(), (id) -> false);
		assertThat(json).containsEntry("leftOut", 12L).containsEntry("leftOutSpans", 5).containsEntry("leftOutLogs", 7);
		assertThat((List<String>) json.get("notes")).anyMatch((note) -> note.startsWith("5 spans"))
			.anyMatch((note) -> note.startsWith("7 log lines"));
	}

	@Test
	void oneThatIsThisOneAddsNothing() {
		ViewedTrace own = peers("found").ask(ID, null).trace();
		PeerParts parts = peers("found").ask(ID, own);
		assertThat(parts.trace().spans()).hasSize(1);
		assertThat(parts.trace().logs()).hasSize(1);
	}

	@Test
	void whateverOthersDoTheTraceIsShownInTimeAndItIsSaid() {
		long before = System.nanoTime();
		PeerParts parts = peers("none", "refused", "broken", "large", "strange", "elsewhere", "hanging", "found")
			.ask(ID, ShownTrace.trace());
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
		assertThat(parts.answers()).extracting((answer) -> answer.get("state"))
			.containsExactly("none", "refused", "failed", "too_large", "found", "failed", "timeout", "found");
		assertThat(parts.trace().spans()).hasSize(3);
	}

	@Test
	void oneThatWantsCredentialsGetsThem() {
		assertThat(peers("guarded").ask(ID, null).trace().spans()).hasSize(1);
	}

	@Test
	void oneThatIsNotThereIsSaid() {
		ViewerPeers peers = new ViewerPeers(List.of(URI.create("http://localhost:1/actuator/traces")), Map.of(),
				Duration.ofSeconds(10), 1_000);
		assertThat(peers.ask(ID, ShownTrace.trace()).answers()).singleElement()
			.satisfies((answer) -> assertThat(answer).containsEntry("state", "failed"));
	}

	private ViewerPeers peers(String... paths) {
		String host = "http://localhost:" + this.server.getAddress().getPort() + "/";
		return new ViewerPeers(List.of(paths).stream().map((path) -> URI.create(host + path)).toList(),
				Map.of("Authorization", "Basic c2hvcDpzZWNyZXQ="), Duration.ofSeconds(2), 100_000);
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		assertThat(exchange.getRequestURI().getQuery()).isEqualTo("peers=false");
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private static String other() {
		return json(ShownTrace.ofStock());
	}

	private static String cut() {
		ViewedTrace all = ShownTrace.ofStock();
		return json(new ViewedTrace(all.traceId(), all.spans(), all.logs(), all.verdicts(), 5, 7, all.bytes(), 0));
	}

	private static String json(ViewedTrace trace) {
		return JsonMapper.builder().build().writeValueAsString(TraceJson.detail(trace, (id) -> false));
	}

}
