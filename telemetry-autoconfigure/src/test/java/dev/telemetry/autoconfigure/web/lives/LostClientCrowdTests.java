package dev.telemetry.autoconfigure.web.lives;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However many clients are lost: real failures are kept beside them, and nothing else.
 */
class LostClientCrowdTests {

	private static final int LOST = 60;

	private static final int FAILING = 20;

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void realFailuresAreKeptBesideACrowdOfLostClients(ServletServer container) throws Exception {
		try (LivesServer server = new LivesServer(container, "telemetry.sampling.ratio=0",
				"telemetry.sampling.route-interval=0")) {
			server.send(server.request("/items/17"));
			leave(server);
			List<String> failing = new ArrayList<>();
			for (int i = 0; i < FAILING; i++) {
				failing.add("failing/" + i);
				assertThat(server.send(server.request("/fails").header("User-Agent", "failing/" + i)).statusCode())
					.isEqualTo(500);
			}
			for (String userAgent : failing) {
				assertThat(server.spanOf(userAgent)).isNotNull();
			}
			server.measurements().awaitNoneActive(() -> "");
			assertThat(server.serverSpans()).hasSize(FAILING).extracting(SpanData::getName).containsOnly("http.server");
		}
	}

	private static void leave(LivesServer server) throws Exception {
		for (int i = 0; i < LOST; i++) {
			try (RawConnection client = server.connect()) {
				client.send("GET /shop/" + ((i % 2 == 0) ? "download" : "endless")
						+ " HTTP/1.1\r\nHost: localhost\r\n\r\n");
				client.awaitLine("HTTP/1.1 200");
				client.reset();
			}
			try (RawConnection client = server.connect()) {
				client.send("POST /shop/" + ((i % 2 == 0) ? "form" : "upload")
						+ " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nContent-Type: "
						+ ((i % 2 == 0) ? "application/x-www-form-urlencoded" : "multipart/form-data; boundary=xyz")
						+ "\r\n\r\ncut");
				client.sendNoMore();
			}
		}
	}

}
