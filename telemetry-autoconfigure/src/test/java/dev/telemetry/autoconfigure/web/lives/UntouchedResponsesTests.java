package dev.telemetry.autoconfigure.web.lives;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Status, headers and body are byte for byte what they are while telemetry is off.
 */
class UntouchedResponsesTests {

	private static final List<String> PATHS = List.of("/items/17", "/missing", "/status/302", "/status/404",
			"/status/503", "/raw-status/799", "/secret", "/lives.txt", "/other/hello/ann", "/forward", "/include",
			"/handled/409", "/handled/500", "/response-status/404", "/response-status/502", "/send-error/410",
			"/send-error/502", "/send-error/501", "/filtered/items/17", "/filtered/refused/410",
			"/filtered/refused/502", "/fails", "/fails-with-error", "/fails-after-commit", "/fails-with-changing-page",
			"/reported-by-attribute/409", "/callable/17", "/callable-fails", "/callable-status/502",
			"/callable-timeout", "/deferred/17", "/deferred-fails", "/deferred-status/502", "/deferred-timeout",
			"/deferred-fallback", "/executor/17", "/future/17", "/future-fails", "/stream", "/events", "/raw/none",
			"/raw/complete", "/raw/complete-at-once", "/raw/dispatch", "/raw/dispatch-throw", "/raw/two-cycles",
			"/raw/timeout", "/raw/timeout-handled", "/raw/start-throw");

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void aResponseIsWhatItIsWithoutTelemetry(ServletServer container) throws Exception {
		try (LivesServer off = new LivesServer(container, "telemetry.enabled=false");
				LivesServer on = new LivesServer(container)) {
			assertThat(responses(on)).containsExactlyElementsOf(responses(off));
		}
	}

	// Several at once: timeouts take a second each.
	private static List<String> responses(LivesServer server) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			List<Future<String>> responses = new ArrayList<>();
			for (String path : PATHS) {
				responses.add(clients.submit(() -> response(server, "GET", path)));
			}
			for (String method : List.of("HEAD", "OPTIONS", "TRACE", "POST", "FOO")) {
				responses.add(clients.submit(() -> response(server, method, "/items/17")));
			}
			List<String> received = new ArrayList<>();
			for (Future<String> response : responses) {
				received.add(response.get(20, TimeUnit.SECONDS));
			}
			return received;
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static String response(LivesServer server, String method, String path) throws Exception {
		String request = method + " /shop" + path
				+ " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
		try (RawConnection connection = new RawConnection(server.port())) {
			String response = connection.exchange(List.of(request));
			assertThat(response).as("%s %s", method, path).startsWith("HTTP/1.1 ");
			return method + " " + path + "\n" + comparable(response);
		}
	}

	private static String comparable(String response) {
		return unchunked(response).replaceAll("\r\nDate: [^\r]*", "")
			.replaceAll("JSESSIONID=[^;]*", "JSESSIONID=")
			.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"\"");
	}

	// How a stream is cut into chunks is up to the threads that write it.
	private static String unchunked(String response) {
		int begin = response.indexOf("\r\n\r\n") + 4;
		StringBuilder result = new StringBuilder(response.substring(0, begin));
		boolean chunked = result.toString().contains("Transfer-Encoding: chunked");
		if (!chunked && !result.toString().contains("text/event-stream")) {
			return response;
		}
		// Spring Security adds them on one thread while another one begins to write.
		result.replace(0, result.length(),
				result.toString().replaceAll("(?:Cache-Control|Pragma|Expires|X-[A-Za-z-]+): [^\r]*\r\n", ""));
		if (!chunked) {
			return result.append(response, begin, response.length()).toString();
		}
		while (begin < response.length()) {
			int data = response.indexOf("\r\n", begin) + 2;
			int length = Integer.parseInt(response.substring(begin, data - 2), 16);
			result.append(response, data, data + length);
			begin = data + length + 2;
		}
		return result.toString();
	}

}
