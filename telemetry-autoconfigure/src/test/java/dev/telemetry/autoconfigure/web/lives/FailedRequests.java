package dev.telemetry.autoconfigure.web.lives;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that fail.
 */
interface FailedRequests extends ServedRequests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/fails                    | 500 | java.lang.IllegalStateException
			/fails-with-error         | 500 | java.lang.AssertionError
			/handled/500              | 500 | dev.telemetry.autoconfigure.web.lives.FailingHandlers$HandledException
			/response-status/501      | 501 | org.springframework.web.server.ResponseStatusException
			/response-status/502      | 503 | org.springframework.web.server.ResponseStatusException
			/send-error/501           | 501 | 501
			/send-error/502           | 503 | 503
			/filtered/refused/501     | 501 | 501
			/filtered/refused/502     | 503 | 503
			/status/503               | 503 | 503
			/reported                 | 200 | java.lang.IllegalArgumentException
			/fails-with-changing-page | 503 | java.lang.UnsupportedOperationException
			/reported-by-attribute/409 | 409 | java.lang.IllegalArgumentException
			/callable-fails           | 500 | java.lang.IllegalStateException
			/callable-status/502      | 503 | org.springframework.web.server.ResponseStatusException
			/callable-timeout         | 503 | org.springframework.web.context.request.async.AsyncRequestTimeoutException
			/deferred-fails           | 500 | java.lang.IllegalStateException
			/deferred-status/502      | 503 | org.springframework.web.server.ResponseStatusException
			/deferred-timeout         | 503 | org.springframework.web.context.request.async.AsyncRequestTimeoutException
			/deferred-fallback        | 504 | 504
			/future-fails             | 500 | java.lang.IllegalStateException
			/raw/dispatch-throw       | 500 | java.lang.IllegalStateException
			/raw/timeout              | 500 | 500
			/raw/timeout-handled      | 503 | 503
			/raw/start-throw          | 500 | java.lang.IllegalStateException
			""")
	default void aRequestThatIsAnErrorSaysWhyAndHasTheStatusOfTheWire(String path, int status, String errorType)
			throws Exception {
		assertThat(server().sendAndMeasure("GET", path, status)).isError()
			.hasAttribute("http.status_code", status)
			.hasAttribute("error.type", errorType)
			.doesNotHaveAttributes("telemetry.http.status_estimated");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fails-after-commit", "/fails-after-commit/202", "/fails-after-commit/404",
			"/send-error-then-fails/409", "/send-error-then-fails/502", "/redirects-then-fails",
			"/forwards-then-fails" })
	default void anExceptionOfAResponseThatWasBegunHasTheStatusOfTheWire(String path) throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("GET /shop" + path + " HTTP/1.1", traceId);
		assertThat(answer).startsWith("HTTP/1.1 ");
		assertThat(server().span(traceId)).isError()
			.hasAttribute("http.status_code", Integer.parseInt(answer.substring(9, 12)))
			.hasException(IllegalStateException.class, "boom");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/send-error-then-status/409", "/send-error-then-status/503", "/raw/commit-timeout" })
	default void aStatusThatIsSetTooLateIsNotThatOfTheSpan(String path) throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("GET /shop" + path + " HTTP/1.1", traceId);
		assertThat(server().span(traceId)).hasAttribute("http.status_code", Integer.parseInt(answer.substring(9, 12)));
	}

	// Tomcat does not wait for such a page.
	@ParameterizedTest
	@ValueSource(strings = { "/send-error/507", "/deferred-status/507" })
	default void theStatusOfAnAsynchronousErrorPageIsThatOfTheWire(String path) throws Exception {
		LivesServer.Sent sent = server().send("GET", path);
		assertThat(server().span(sent.traceId())).isError()
			.hasAttribute("http.status_code", sent.response().statusCode())
			.doesNotHaveAttributes("telemetry.http.status_estimated");
	}

	@Test
	default void aClientThatLeavesInTheMiddleEndsTheSpan() throws Exception {
		String traceId = server().newTraceId();
		assertThat(server().sendRaw("GET /shop/endless HTTP/1.1", traceId)).startsWith("HTTP/1.1 200");
		assertThat(server().span(traceId)).hasAttribute("http.status_code", 200);
	}

	@Test
	default void whatNeverReachesTheApplicationHasNoSpan() throws Exception {
		String traceId = server().newTraceId();
		assertThat(server().sendRaw("GE(T /shop/items/17 HTTP/1.1", traceId)).contains(" 400 ");
		assertThat(server().spansOnceAllHaveEnded(traceId)).isEmpty();
	}

	@Test
	default void theErrorPageOfAMethodThatTheContainerRefusesIsNoRequest() throws Exception {
		String traceId = server().newTraceId();
		assertThat(server().sendRaw("TRACE /shop/items/17 HTTP/1.1", traceId))
			.contains((container().refusesTrace()) ? " 405 " : " 200 ");
		assertThat(server().spansOnceAllHaveEnded(traceId)).hasSize((container().refusesTrace()) ? 0 : 1);
	}

}
