package dev.telemetry.autoconfigure.web.lives;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever becomes of a request, it has one span and one measurement, which end when it
 * is really over, with the status of the wire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RequestLivesContract {

	private LivesServer server;

	abstract ServletServer container();

	@BeforeAll
	void start() {
		this.server = new LivesServer(container());
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@AfterEach
	void nothingIsLeft() {
		this.server.assertNothingIsLeft();
	}

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
			GET     | /raw/none                    | 204 | UNKNOWN
			GET     | /forward                     | 200 | /shop/items/{id}
			GET     | /include                     | 200 | /shop/include
			GET     | /handled/409                 | 409 | /shop/handled/{status}
			GET     | /response-status/404         | 404 | /shop/response-status/{status}
			GET     | /send-error/410              | 410 | /shop/send-error/{status}
			GET     | /callable/17                 | 200 | /shop/callable/{id}
			GET     | /deferred/17                 | 200 | /shop/deferred/{id}
			GET     | /future/17                   | 200 | /shop/future/{id}
			GET     | /stream                      | 200 | /shop/stream
			GET     | /events                      | 200 | /shop/events
			GET     | /raw/complete                | 202 | UNKNOWN
			GET     | /raw/complete-at-once        | 202 | UNKNOWN
			GET     | /raw/dispatch                | 203 | UNKNOWN
			GET     | /raw/two-cycles              | 203 | UNKNOWN
			""")
	void aRequestThatIsNoErrorHasOneSpanWithTheStatusOfTheWire(String method, String path, int status, String route)
			throws Exception {
		assertThat(sendAndMeasure(method, path, status)).isNotError()
			.hasAttribute("http.status_code", status)
			.hasAttribute("http.route", route)
			.doesNotHaveAttributes("telemetry.http.status_estimated", "error.type");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/fails                    | 500 | java.lang.IllegalStateException
			/fails-with-error         | 500 | java.lang.AssertionError
			/handled/500              | 500 | dev.telemetry.autoconfigure.web.lives.FailingHandlers$HandledException
			/response-status/502      | 502 | org.springframework.web.server.ResponseStatusException
			/send-error/502           | 502 | 502
			/status/503               | 503 | 503
			/reported                 | 200 | java.lang.IllegalArgumentException
			/fails-with-changing-page | 503 | java.lang.UnsupportedOperationException
			/reported-by-attribute/409 | 409 | java.lang.IllegalArgumentException
			/callable-fails           | 500 | java.lang.IllegalStateException
			/deferred-fails           | 500 | java.lang.IllegalStateException
			/deferred-timeout         | 503 | org.springframework.web.context.request.async.AsyncRequestTimeoutException
			/deferred-fallback        | 504 | 504
			/future-fails             | 500 | java.lang.IllegalStateException
			/raw/dispatch-throw       | 500 | java.lang.IllegalStateException
			/raw/timeout              | 500 | 500
			/raw/timeout-handled      | 503 | 503
			/raw/start-throw          | 500 | java.lang.IllegalStateException
			""")
	void aRequestThatIsAnErrorSaysWhyAndHasTheStatusOfTheWire(String path, int status, String errorType)
			throws Exception {
		assertThat(sendAndMeasure("GET", path, status)).isError()
			.hasAttribute("http.status_code", status)
			.hasAttribute("error.type", errorType)
			.doesNotHaveAttributes("telemetry.http.status_estimated");
	}

	@Test
	void anExceptionAfterTheResponseIsOnTheWireHasTheStatusThatWasSent() throws Exception {
		String traceId = this.server.newTraceId();
		assertThat(this.server.sendRaw("GET /shop/fails-after-commit HTTP/1.1", traceId)).startsWith("HTTP/1.1 200");
		assertThat(this.server.span(traceId)).isError()
			.hasAttribute("http.status_code", 200)
			.hasException(IllegalStateException.class, "boom");
	}

	@Test
	void anUpgradeEndsWithTheHandshake() throws Exception {
		String traceId = this.server.newTraceId();
		assertThat(
				this.server.sendRaw("GET /shop/raw/upgrade HTTP/1.1", traceId, "Connection: Upgrade", "Upgrade: echo"))
			.startsWith("HTTP/1.1 101");
		assertThat(this.server.span(traceId)).isNotError().hasAttribute("http.status_code", 101);
	}

	@Test
	void aClientThatLeavesInTheMiddleEndsTheSpan() throws Exception {
		String traceId = this.server.newTraceId();
		assertThat(this.server.sendRaw("GET /shop/endless HTTP/1.1", traceId)).startsWith("HTTP/1.1 200");
		assertThat(this.server.span(traceId)).hasAttribute("http.status_code", 200);
	}

	@Test
	void whatNeverReachesTheApplicationHasNoSpan() throws Exception {
		String traceId = this.server.newTraceId();
		assertThat(this.server.sendRaw("GE(T /shop/items/17 HTTP/1.1", traceId)).contains(" 400 ");
		this.server.span(this.server.send("GET", "/items/17").traceId());
		assertThat(this.server.spans(traceId)).isEmpty();
	}

	@Test
	void theErrorPageOfAMethodThatTheContainerRefusesIsNoRequest() throws Exception {
		String traceId = this.server.newTraceId();
		String answer = this.server.sendRaw("TRACE /shop/items/17 HTTP/1.1", traceId);
		this.server.span(this.server.send("GET", "/items/17").traceId());
		assertThat(this.server.spans(traceId)).hasSize((answer.contains(" 405 ")) ? 0 : 1);
	}

	@Test
	void aStatusThatDoesNotExistBreaksNothing() throws Exception {
		String traceId = this.server.newTraceId();
		this.server.sendRaw("GET /shop/raw-status/799 HTTP/1.1", traceId);
		assertThat(this.server.span(traceId)).hasAttribute("http.status_code", 799);
	}

	@Test
	void aVeryLongMethodIsOneOfManyOthers() throws Exception {
		String traceId = this.server.newTraceId();
		this.server.sendRaw("X".repeat(3000) + " /shop/items/17 HTTP/1.1", traceId);
		assertThat(this.server.span(traceId)).hasAttribute("http.method", "_OTHER");
	}

	@Test
	void bodiesAndParametersAreLeftToTheApplication() throws Exception {
		assertThat(this.server.post("/echo", "text/plain", "a body")).isEqualTo("a body");
		assertThat(this.server.post("/form", "application/x-www-form-urlencoded", "name=ann")).isEqualTo("ann");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fails", "/callable-fails", "/raw/dispatch-throw", "/raw/start-throw" })
	void theContainersOwnErrorLineHasTheIds(String path) throws Exception {
		LivesServer.Sent sent = this.server.send("GET", path);
		this.server.span(sent.traceId());
		assertThat(this.server.logged(sent.traceId())).extracting(ILoggingEvent::getLoggerName)
			.anyMatch((logger) -> logger.startsWith("org.apache.catalina") || logger.startsWith("org.eclipse.jetty"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "item", "callable", "executor" })
	void theLogLineOfAHandlerHasTheIdsWhereverItRuns(String kind) throws Exception {
		LivesServer.Sent sent = this.server.send("GET", "/" + kind.replace("item", "items") + "/17");
		this.server.span(sent.traceId());
		assertThat(this.server.logged(sent.traceId())).extracting(ILoggingEvent::getFormattedMessage)
			.contains(kind + " 17");
	}

	@Test
	void responsesSayNothingOfTheTrace() throws Exception {
		assertThat(this.server.send("GET", "/items/17").response().headers().map()).doesNotContainKeys("traceresponse",
				"server-timing");
	}

	@Test
	void theLogLineOfAnErrorPageHasTheIds() throws Exception {
		LivesServer.Sent sent = this.server.send("GET", "/fails-with-changing-page");
		this.server.span(sent.traceId());
		assertThat(this.server.logged(sent.traceId())).extracting(ILoggingEvent::getFormattedMessage)
			.contains("changing");
	}

	@Test
	void manyRequestsAtOnceDoNotMixUp() throws Exception {
		List<String> paths = List.of("/items/17", "/callable/17", "/deferred/17", "/future/17", "/raw/complete",
				"/raw/dispatch", "/raw/two-cycles", "/stream", "/fails", "/callable-fails");
		ExecutorService clients = Executors.newFixedThreadPool(50);
		try {
			List<Future<LivesServer.Sent>> sent = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				String path = paths.get(i % paths.size());
				sent.add(clients.submit(() -> this.server.send("GET", path)));
			}
			for (Future<LivesServer.Sent> request : sent) {
				LivesServer.Sent answered = request.get(30, TimeUnit.SECONDS);
				assertThat(this.server.span(answered.traceId())).hasAttribute("http.status_code",
						answered.response().statusCode());
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private SpanData sendAndMeasure(String method, String path, int status) throws Exception {
		long measured = this.server.measured();
		LivesServer.Sent sent = this.server.send(method, path);
		assertThat(sent.response().statusCode()).isEqualTo(status);
		SpanData span = this.server.span(sent.traceId());
		assertThat(this.server.measured()).isEqualTo(measured + 1);
		return span;
	}

}
