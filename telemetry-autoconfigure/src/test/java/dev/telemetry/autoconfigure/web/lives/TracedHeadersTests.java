package dev.telemetry.autoconfigure.web.lives;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read from the headers of a request, and written to those of a response, by
 * properties that are off by default.
 */
class TracedHeadersTests {

	private static final String PARENT_ID = "b7ad6b7169203331";

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void b3IsReadWhereItIsAskedFor(ServletServer container) throws Exception {
		try (LivesServer server = new LivesServer(container,
				"management.tracing.propagation.consume=w3c,b3,b3_multi")) {
			String single = server.newTraceId();
			server.send(server.request("/items/17").header("b3", single + "-" + PARENT_ID + "-1"));
			assertThat(server.span(single).getParentSpanId()).isEqualTo(PARENT_ID);
			String multi = server.newTraceId();
			server.send(b3Multi(server, multi));
			assertThat(server.span(multi)).hasRemoteParent().hasAttribute("http.status_code", 200);
			String w3c = server.newTraceId();
			String unused = server.newTraceId();
			server.send(b3Multi(server, unused).header("traceparent", LivesServer.traceparent(w3c)));
			server.span(w3c);
			assertThat(server.spansOnceAllHaveEnded(unused)).isEmpty();
			server.assertNothingIsLeft();
		}
	}

	private static HttpRequest.Builder b3Multi(LivesServer server, String traceId) {
		return server.request("/items/17")
			.header("X-B3-TraceId", traceId)
			.header("X-B3-SpanId", PARENT_ID)
			.header("X-B3-Sampled", "1");
	}

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void aResponseOrErrorPageHasTheIdsOfItsSpanOnceWhereTheyAreAskedFor(ServletServer container) throws Exception {
		try (LivesServer server = new LivesServer(container,
				"telemetry.http.response-headers=server-timing,traceresponse")) {
			for (String path : List.of("/items/17", "/missing", "/secret", "/callable/17", "/deferred/17", "/stream",
					"/raw/two-cycles", "/deferred-fallback", "/forward", "/fails", "/fails-with-changing-page",
					"/send-error/502", "/callable-fails", "/deferred-status/502", "/raw/start-throw")) {
				LivesServer.Sent sent = server.send("GET", path);
				assertIds(path, sent.response().headers(), server.span(sent.traceId()));
			}
			server.assertNothingIsLeft();
		}
	}

	private static void assertIds(String path, HttpHeaders headers, SpanData span) {
		String ids = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01";
		assertThat(headers.allValues("traceresponse")).as(path).containsExactly(ids);
		assertThat(headers.allValues("Server-Timing")).as(path).containsExactly("traceparent;desc=\"" + ids + "\"");
	}

}
