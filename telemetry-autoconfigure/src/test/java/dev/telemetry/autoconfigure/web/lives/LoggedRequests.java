package dev.telemetry.autoconfigure.web.lives;

import java.net.http.HttpResponse;
import java.util.Queue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged while a request is worked on.
 */
interface LoggedRequests extends ServedRequests {

	@ParameterizedTest
	@ValueSource(strings = { "/fails", "/callable-fails", "/raw/dispatch-throw", "/raw/start-throw" })
	default void theContainersOwnErrorLineHasTheIds(String path) throws Exception {
		LivesServer.Sent sent = server().send("GET", path);
		server().span(sent.traceId());
		assertThat(server().logged(sent.traceId())).extracting(ILoggingEvent::getLoggerName)
			.anyMatch((logger) -> logger.startsWith("org.apache.catalina") || logger.startsWith("org.eclipse.jetty"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "item", "callable", "executor" })
	default void theLogLineOfAHandlerHasTheIdsWhereverItRuns(String kind) throws Exception {
		LivesServer.Sent sent = server().send("GET", "/" + kind.replace("item", "items") + "/17");
		server().span(sent.traceId());
		assertThat(server().logged(sent.traceId())).extracting(ILoggingEvent::getFormattedMessage)
			.contains(kind + " 17");
	}

	@Test
	default void theLogLinesOfAFilterHaveTheIdsBeforeAndAfterTheHandler() throws Exception {
		LivesServer.Sent sent = server().send("GET", "/filtered/items/17");
		server().span(sent.traceId());
		assertThat(server().logged(sent.traceId())).extracting(ILoggingEvent::getFormattedMessage)
			.containsSubsequence("before the handler", "item 17", "after the handler");
	}

	@Test
	default void theLogLineOfAnErrorPageHasTheIds() throws Exception {
		LivesServer.Sent sent = server().send("GET", "/fails-with-changing-page");
		server().span(sent.traceId());
		assertThat(server().logged(sent.traceId())).extracting(ILoggingEvent::getFormattedMessage).contains("changing");
	}

	@Test
	default void theLogLineOfAnErrorPageHasTheIdsAlsoAfterAFilterThatHasClearedThem() throws Exception {
		String traceId = server().newTraceId();
		server().send(server().request("/fails-with-changing-page")
			.header("traceparent", LivesServer.traceparent(traceId))
			.header(OwnLoggingContext.HEADER, OwnLoggingContext.CLEARED));
		server().span(traceId);
		assertThat(server().logged(traceId)).extracting(ILoggingEvent::getFormattedMessage).contains("changing");
	}

	// An error page and the line of the container about it still have our ids.
	@ParameterizedTest
	@ValueSource(strings = { "/items/17", "/filtered/items/17", "/callable/17", "/executor/17", "/deferred/17",
			"/raw/two-cycles", "/fails", "/callable-fails", "/send-error/501" })
	default void aValueOfTheApplicationIsThereAgainAfterEachDispatch(String path) throws Exception {
		String traceId = server().newTraceId();
		HttpResponse<String> response = server().send(server().request(path)
			.header("traceparent", LivesServer.traceparent(traceId))
			.header(OwnLoggingContext.HEADER, "mine"));
		SpanData span = server().span(traceId);
		assertThat(span.getTraceId()).isEqualTo(traceId);
		server().assertNothingIsLeft();
		Queue<String> seen = server().bean(OwnLoggingContext.class).takeSeen();
		assertThat(seen).isNotEmpty();
		if (response.statusCode() == 200) {
			assertThat(seen).allMatch((dispatch) -> dispatch.endsWith(" mine"));
		}
	}

}
