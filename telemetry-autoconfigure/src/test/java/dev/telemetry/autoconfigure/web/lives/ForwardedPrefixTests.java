package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;

/**
 * A prefix that a client or a proxy forwards is part of no name: {@code http.route} has
 * the path of the servlet context, also where the request ends on an error page.
 */
class ForwardedPrefixTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void isPartOfNoName(ServletServer container) throws Exception {
		try (LivesServer server = new LivesServer(container, "server.forward-headers-strategy=framework")) {
			assertThat(get(server, "/handled/404")).hasAttribute("http.route", "/shop/handled/{status}");
			assertThat(get(server, "/fails")).hasAttribute("http.route", "/shop/fails").isError();
			assertThat(get(server, "/send-error/503")).hasAttribute("http.route", "/shop/send-error/{status}");
		}
	}

	private SpanData get(LivesServer server, String path) throws IOException, InterruptedException {
		String traceId = server.newTraceId();
		HttpRequest request = server.request(path)
			.header("X-Forwarded-Prefix", "/made-up")
			.header("traceparent", LivesServer.traceparent(traceId))
			.build();
		this.client.send(request, HttpResponse.BodyHandlers.discarding());
		return server.span(traceId);
	}

}
