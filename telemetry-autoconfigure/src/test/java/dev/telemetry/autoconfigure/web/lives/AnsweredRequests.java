package dev.telemetry.autoconfigure.web.lives;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are answered, alone and in a crowd.
 */
interface AnsweredRequests extends ServedRequests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			GET     | /items/17                    | 200 | /shop/items/{id}
			HEAD    | /items/17                    | 200 | /shop/items/{id}
			OPTIONS | /items/17                    | 200 | UNKNOWN
			FOO     | /items/17                    | 405 | UNKNOWN
			POST    | /items/17                    | 405 | UNKNOWN
			GET     | /missing                     | 404 | /shop/**
			GET     | /status/404                  | 404 | /shop/status/{status}
			GET     | /status/302                  | 302 | /shop/status/{status}
			GET     | /secret                      | 401 | UNKNOWN
			GET     | /forbidden                   | 403 | UNKNOWN
			GET     | /lives.txt                   | 200 | /shop/**
			GET     | /other/hello/ann             | 200 | /shop/other/hello/{name}
			GET     | /other/forward               | 200 | /shop/items/{id}
			GET     | /raw/none                    | 204 | UNKNOWN
			GET     | /raw/forward                 | 200 | /shop/items/{id}
			GET     | /raw/dispatch-to-item        | 200 | /shop/items/{id}
			GET     | /forward                     | 200 | /shop/items/{id}
			GET     | /forward-to-other            | 200 | /shop/other/hello/{name}
			GET     | /include                     | 200 | /shop/include
			GET     | /handled/409                 | 409 | /shop/handled/{status}
			GET     | /response-status/404         | 404 | /shop/response-status/{status}
			GET     | /send-error/410              | 410 | /shop/send-error/{status}
			GET     | /filtered/refused/410        | 410 | UNKNOWN
			GET     | /filtered/items/17           | 200 | /shop/filtered/items/{id}
			GET     | /callable/17                 | 200 | /shop/callable/{id}
			GET     | /executor/17                 | 200 | /shop/executor/{id}
			GET     | /deferred/17                 | 200 | /shop/deferred/{id}
			GET     | /future/17                   | 200 | /shop/future/{id}
			GET     | /stream                      | 200 | /shop/stream
			GET     | /events                      | 200 | /shop/events
			GET     | /raw/complete                | 202 | UNKNOWN
			GET     | /raw/complete-at-once        | 202 | UNKNOWN
			GET     | /raw/dispatch                | 203 | UNKNOWN
			GET     | /raw/two-cycles              | 203 | UNKNOWN
			""")
	default void aRequestThatIsNoErrorHasOneSpanWithTheStatusOfTheWire(String method, String path, int status,
			String route) throws Exception {
		assertThat(server().sendAndMeasure(method, path, status)).isNotError()
			.hasAttribute("http.status_code", status)
			.hasAttribute("http.route", route)
			.doesNotHaveAttributes("telemetry.http.status_estimated", "error.type");
	}

	@Test
	default void bodiesAndParametersAreLeftToTheApplication() throws Exception {
		assertThat(server().post("/echo", "text/plain", "a body")).isEqualTo("a body");
		assertThat(server().post("/form", "application/x-www-form-urlencoded", "name=ann")).isEqualTo("ann");
	}

	@Test
	default void responsesSayNothingOfTheTrace() throws Exception {
		assertThat(server().send("GET", "/items/17").response().headers().map()).doesNotContainKeys("traceresponse",
				"server-timing");
	}

	// Timeouts are longer than a dispatch can take in a crowd, and fewer than there are
	// clients, so that all run out at about the same time.
	@Test
	default void manyRequestsAtOnceDoNotMixUp() throws Exception {
		List<String> paths = List.of("/items/17", "/callable/17", "/executor/17", "/deferred/17", "/future/17",
				"/raw/complete", "/raw/dispatch", "/raw/two-cycles", "/stream", "/events", "/fails", "/callable-fails",
				"/fails-with-changing-page", "/send-error/410", "/send-error/501", "/filtered/refused/410",
				"/deferred-timeout?millis=2000", "/deferred-fallback?millis=2000", "/callable-timeout?millis=2000",
				"/raw/timeout?millis=2000", "/raw/timeout-handled?millis=2000");
		ExecutorService clients = Executors.newFixedThreadPool(50);
		try {
			List<Future<LivesServer.Sent>> sent = new ArrayList<>();
			for (int i = 0; i < 8 * paths.size(); i++) {
				String path = paths.get(i % paths.size());
				sent.add(clients.submit(() -> server().send("GET", path)));
			}
			for (Future<LivesServer.Sent> request : sent) {
				LivesServer.Sent answered = request.get(30, TimeUnit.SECONDS);
				assertThat(server().span(answered.traceId())).hasAttribute("http.status_code",
						answered.response().statusCode());
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

}
