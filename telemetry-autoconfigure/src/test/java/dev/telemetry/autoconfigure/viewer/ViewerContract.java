package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

/**
 * The viewer on a real server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ViewerContract {

	private static final String TRACES = "/actuator/traces";

	private ViewedShop shop;

	abstract String server();

	@BeforeAll
	void start() throws Exception {
		this.shop = new ViewedShop(server(), "--telemetry.viewer.capture=all",
				"--server.forward-headers-strategy=native");
		this.shop.get(this.shop.url("/orders/17"));
		this.shop.get(this.shop.url("/orders/3"));
		this.shop.await(TRACES, (json) -> ViewedShop.list(json, "traces").size() == 2);
	}

	@AfterAll
	void stop() {
		this.shop.close();
	}

	@Test
	void saysWhyAnOrderFailedWhatWasLoggedAndWhyTheTraceWasKept() throws Exception {
		Map<String, Object> item = ViewedShop.list(this.shop.json(TRACES + "?errors=true"), "traces").get(0);
		assertThat(item).containsEntry("title", "GET /orders/{id}")
			.containsEntry("kind", "server")
			.containsEntry("httpStatus", 500)
			.containsEntry("kept", true)
			.containsEntry("reason", "error")
			.containsEntry("why", "Kept because it failed.")
			.containsEntry("errorText", "java.lang.IllegalStateException: order 17 of [redacted:email] has no lines")
			.containsEntry("services", List.of("shop"))
			.containsEntry("complete", true);
		Map<String, Object> trace = this.shop.json(TRACES + "/" + item.get("traceId"));
		assertThat(ViewedShop.list(trace, "spans")).extracting((span) -> span.get("title"), (span) -> span.get("depth"))
			.containsExactly(tuple("GET /orders/{id}", 0), tuple("stock: reserve", 1));
		assertThat(ViewedShop.list(trace, "logs")).extracting((log) -> log.get("message"))
			.contains("Looking for order 17", "Order 17 has no lines");
		assertThat(ViewedShop.list(trace, "logs")).allSatisfy((log) -> assertThat(log).containsKeys("spanId", "level"));
		assertThat(ViewedShop.list(trace, "decisions")).singleElement()
			.satisfies((decision) -> assertThat(decision).containsEntry("reason", "error"));
	}

	@Test
	void saysWhatWasNotKeptAndWhy() throws Exception {
		Map<String, Object> item = ViewedShop.list(this.shop.json(TRACES + "?reason=none"), "traces").get(0);
		assertThat(item).containsEntry("title", "GET /orders/{id}")
			.containsEntry("httpStatus", 200)
			.containsEntry("kept", false)
			.containsEntry("spanCount", 2);
		assertThat(item.get("why").toString()).startsWith("Not kept: it is not part of the share");
		Map<String, Object> trace = this.shop.json(TRACES + "/" + item.get("traceId"));
		assertThat(ViewedShop.list(trace, "logs")).extracting((log) -> log.get("message"))
			.contains("Looking for order 3");
	}

	@Test
	void findsByTextAttributeDurationReasonAndTime() throws Exception {
		assertThat(this.shop.json(TRACES + "?q=looking%20order%203%20-lines")).containsEntry("matched", 1);
		assertThat(this.shop.json(TRACES + "?q=http.response.status_code=500")).containsEntry("matched", 1);
		assertThat(this.shop.json(TRACES + "?minDuration=1h")).containsEntry("matched", 0);
		assertThat(this.shop.json(TRACES + "?maxDuration=1h&reason=error")).containsEntry("matched", 1);
		assertThat(this.shop.json(TRACES + "?to=2020-01-01T00:00:00Z")).containsEntry("matched", 0);
		Map<String, Object> all = this.shop.json(TRACES + "?limit=1");
		assertThat(all).containsEntry("matched", 2);
		assertThat(ViewedShop.list(all, "traces")).hasSize(1);
		assertThat(this.shop.json(TRACES + "?after=" + all.get("cursor"))).containsEntry("matched", 0);
	}

	@Test
	void refusesParametersThatMakeNoSense() throws Exception {
		HttpResponse<String> answer = this.shop.get(this.shop.url(TRACES + "?minDuration=long"));
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("'minDuration' makes no sense", "250ms");
		assertThat(this.shop.get(this.shop.url(TRACES + "?limit=0")).statusCode()).isEqualTo(400);
	}

	@Test
	void browsersGetThePageWithAPolicyThatFitsIt() throws Exception {
		HttpResponse<String> page = this.shop.get(this.shop.url(TRACES), "Accept",
				"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
		assertThat(page.body()).startsWithIgnoringCase("<!doctype html>");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'",
				"script-src 'sha256-", "style-src 'sha256-", "frame-ancestors 'none'");
	}

	@Test
	void noAnswerIsStoredFramedOrGuessedAt() throws Exception {
		for (String path : List.of(TRACES, TRACES + "/live", TRACES + "/0af7651916cd43dd8448eb211c80319c")) {
			HttpResponse<String> answer = this.shop.get(this.shop.url(path), "Accept", "*/*");
			assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
			assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
			assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
			assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("json");
		}
	}

	@Test
	void idsThatAreNoneAndDotSegmentsLeadNowhere() throws Exception {
		for (String name : List.of("..", "traces.html", "0AF7651916CD43DD8448EB211C80319C", "%2e%2e", "..;", "a%00b")) {
			String answer = ViewedShop.raw(this.shop.port("server"),
					"GET " + TRACES + "/" + name + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
			assertThat(answer).as(name).containsPattern("^HTTP/1.1 (400|404)").doesNotContain("<title>Traces");
		}
		String answer = ViewedShop.raw(this.shop.port("server"),
				"GET " + TRACES + "/../traces HTTP/1.1\nHost: evil.example\nConnection: close\n\n");
		assertThat(answer).containsPattern("^HTTP/1.1 (400|403|404)");
	}

	@Test
	void answersThisMachineOverVersion6AsWell() throws Exception {
		Assumptions.assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null);
		assertThat(this.shop.get("http://[::1]:" + this.shop.port("server") + TRACES).statusCode()).isEqualTo(200);
	}

	@Test
	void answersOnlyRequestsForThisMachine() throws Exception {
		for (String headers : List.of("Host: evil.example", "Host: localhost\nX-Forwarded-For: 203.0.113.9",
				"Host: localhost\nForwarded: for=203.0.113.9")) {
			for (String path : List.of(TRACES, TRACES + "/live", TRACES + "/x/otlp")) {
				String answer = ViewedShop.raw(this.shop.port("server"),
						"GET " + path + " HTTP/1.1\n" + headers + "\nConnection: close\n\n");
				assertThat(answer).startsWith("HTTP/1.1 403").contains("telemetry.viewer.remote=true");
			}
		}
	}

	@Test
	void canBeDownloadedForOtherTools() throws Exception {
		String id = ViewedShop.list(this.shop.json(TRACES + "?errors=true"), "traces").get(0).get("traceId").toString();
		HttpResponse<String> otlp = this.shop.get(this.shop.url(TRACES + "/" + id + "/otlp"));
		assertThat(otlp.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
		assertThat(otlp.body()).startsWith("{\"resourceSpans\":[").contains(id);
		Map<String, Object> chrome = this.shop.json(TRACES + "/" + id + "/chrome");
		assertThat(ViewedShop.list(chrome, "traceEvents")).extracting((event) -> event.get("ph"))
			.containsExactly("M", "X", "X");
		assertThat(this.shop.get(this.shop.url(TRACES + "/" + id + "/html")).statusCode()).isEqualTo(404);
	}

	@Test
	void saysHowItGoes() throws Exception {
		Map<String, Object> live = this.shop.json(TRACES + "/live");
		assertThat(live).containsEntry("service", "shop")
			.containsEntry("logs", "viewer")
			.containsEntry("redacted", true)
			.containsEntry("peers", List.of());
		assertThat(names(live)).isEqualTo(names(shown()));
		assertThat(names(live.get("store"))).isEqualTo(names(shown().get("store")));
		assertThat(names(live.get("sampling"))).isEqualTo(names(shown().get("sampling")));
	}

	private static Set<?> names(Object json) {
		return ((Map<?, ?>) json).keySet();
	}

	private static Map<String, Object> shown() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "viewer.md"));
		int begin = page.indexOf("```json", page.indexOf("### Live")) + "```json".length();
		return JsonParserFactory.getJsonParser().parseMap(page.substring(begin, page.indexOf("```", begin)));
	}

	@Test
	void lookingLeavesNoTrace() throws Exception {
		long cursor = ((Number) this.shop.json(TRACES).get("cursor")).longValue();
		this.shop.json(TRACES + "/live");
		this.shop.json(TRACES);
		assertThat(this.shop.json(TRACES)).containsEntry("cursor", (int) cursor);
	}

}
