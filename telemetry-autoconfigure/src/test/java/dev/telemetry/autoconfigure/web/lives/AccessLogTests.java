package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access logs of the servers have the ids of requests.
 */
class AccessLogTests {

	private static final List<String> PATHS = List.of("/items/17", "/missing", "/secret", "/fails", "/callable/17",
			"/deferred/17", "/raw/two-cycles", "/send-error/502", "/events");

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void eachLineHasTheIdsOfItsRequest(ServletServer container, @TempDir Path directory) throws Exception {
		List<String> expected = new ArrayList<>();
		try (LivesServer server = new LivesServer(container, properties(container, directory))) {
			for (String path : PATHS) {
				LivesServer.Sent sent = server.send("GET", path);
				SpanData span = server.span(sent.traceId());
				expected.add("/shop" + path + " " + sent.response().statusCode() + " " + span.getTraceId() + " "
						+ span.getSpanId());
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(lines(directory)).containsAll(expected));
		}
	}

	private static String[] properties(ServletServer container, Path directory) {
		return switch (container) {
			case TOMCAT -> new String[] { "server.tomcat.accesslog.enabled=true",
					"server.tomcat.accesslog.directory=" + directory, "server.tomcat.accesslog.buffered=false",
					"server.tomcat.accesslog.pattern=%U %s %{trace_id}r %{span_id}r" };
			case JETTY -> new String[] { "server.jetty.accesslog.enabled=true",
					"server.jetty.accesslog.filename=" + directory.resolve("access.log"),
					"server.jetty.accesslog.custom-format=%U %s %{trace_id}attr %{span_id}attr" };
		};
	}

	private static List<String> lines(Path directory) throws IOException {
		List<String> lines = new ArrayList<>();
		try (var files = Files.list(directory)) {
			for (Path file : files.toList()) {
				lines.addAll(Files.readAllLines(file));
			}
		}
		return lines;
	}

}
