package dev.telemetry.autoconfigure.web.lives;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that a client chooses becomes a label of a metric or the name of a span.
 */
class CardinalityTests {

	private static final int REQUESTS = 2_000;

	private final Random random = new Random(42);

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void manyRandomPathsMethodsHostsAndUserAgentsAddOneValueEach(ServletServer container) throws Exception {
		try (LivesServer server = new LivesServer(container, "telemetry.http.span-name=route",
				"server.tomcat.max-keep-alive-requests=-1")) {
			String lastTrace = server.newTraceId();
			try (RawConnection connection = new RawConnection(server.port())) {
				connection.exchange(() -> requests(lastTrace).iterator());
			}
			server.span(lastTrace);
			assertThat(server.measurements().requests()).isEqualTo(REQUESTS + 1);
			assertThat(server.measurements().tags()).isEqualTo(Map.of("error", Set.of("none"), "exception",
					Set.of("none"), "method", Set.of("GET", "UNKNOWN"), "outcome", Set.of("SUCCESS", "CLIENT_ERROR"),
					"status", Set.of("200", "404", "405"), "uri", Set.of("/items/{id}", "/**", "UNKNOWN")));
			List<SpanData> spans = server.serverSpans();
			assertThat(spans).hasSize(REQUESTS + 1);
			assertThat(spans.stream().map(SpanData::getName).distinct())
				.containsExactlyInAnyOrder("GET /shop/items/{id}", "GET /shop/**", "HTTP UNKNOWN");
			assertThat(values(spans, "http.route")).containsExactlyInAnyOrder("/shop/items/{id}", "/shop/**",
					"UNKNOWN");
			assertThat(values(spans, "http.method")).containsExactlyInAnyOrder("GET", "_OTHER");
		}
	}

	private Stream<String> requests(String lastTrace) {
		Stream<String> random = IntStream.range(0, REQUESTS).mapToObj((i) -> switch (i % 3) {
			case 0 -> request("GET", "/items/" + word(), "");
			case 1 -> request("GET", "/" + word() + "/" + word() + "?" + word(), "");
			default -> request(word(), "/items/" + word(), "");
		});
		String last = "Connection: close\r\ntraceparent: " + LivesServer.traceparent(lastTrace) + "\r\n";
		return Stream.concat(random, Stream.of(request("GET", "/items/17", last)));
	}

	private String request(String method, String path, String headers) {
		return method + " /shop" + path + " HTTP/1.1\r\nHost: " + word() + ".example\r\nUser-Agent: " + word() + "\r\n"
				+ headers + "\r\n";
	}

	private String word() {
		return Integer.toString(this.random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX) + "x";
	}

	private static Stream<String> values(List<SpanData> spans, String attribute) {
		return spans.stream().map((span) -> span.getAttributes().get(AttributeKey.stringKey(attribute))).distinct();
	}

}
