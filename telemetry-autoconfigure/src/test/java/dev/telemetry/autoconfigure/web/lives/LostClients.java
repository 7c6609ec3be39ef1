package dev.telemetry.autoconfigure.web.lives;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.context.request.async.DeferredResult;

import dev.telemetry.names.HttpServerAttributes;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose client goes away, or does not send what it has promised: none is a
 * failure of the server.
 */
interface LostClients extends ServedRequests {

	String PART = """
			--xyz\r
			Content-Disposition: form-data; name="file"; filename="a.txt"\r
			Content-Type: text/plain\r
			\r
			cut""";

	@ParameterizedTest
	@ValueSource(strings = { "/download", "/download-resource", "/endless", "/ticks", "/rows", "/caught/download" })
	default void aClientThatBreaksTheConnectionOffWhileItIsSentTo(String path) throws Exception {
		String traceId = server().newTraceId();
		try (RawConnection client = server().connect()) {
			client.send(server().head("GET", path, traceId));
			assertThat(client.awaitLine("HTTP/1.1")).contains(" 200");
			client.reset();
		}
		assertIsNoError(server().span(traceId), 200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/download", "/download-resource", "/endless", "/ticks", "/rows", "/caught/download" })
	default void aClientThatClosesTheConnectionWhileItIsSentTo(String path) throws Exception {
		String traceId = server().newTraceId();
		try (RawConnection client = server().connect()) {
			client.send(server().head("GET", path, traceId));
			assertThat(client.awaitLine("HTTP/1.1")).contains(" 200");
		}
		assertIsNoError(server().span(traceId), 200);
	}

	@Test
	default void aClientThatIsGoneBeforeItsLongPollIsAnswered() throws Exception {
		String traceId = server().newTraceId();
		DeferredResult<byte[]> poll;
		try (RawConnection client = server().connect()) {
			client.send(server().head("GET", "/poll", traceId));
			poll = server().bean(LostClientHandlers.class).awaitPoll();
			client.reset();
		}
		poll.setResult(new byte[64 * 1024 * 1024]);
		assertIsNoError(server().span(traceId), 200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/drain        | application/octet-stream
			/json         | application/json
			/form         | application/x-www-form-urlencoded
			/upload       | multipart/form-data; boundary=xyz
			/raw/drain    | application/octet-stream
			/caught/drain | application/octet-stream
			/caught/json  | application/json
			""")
	default void aBodyThatIsCutOff(String path, String contentType) throws Exception {
		String traceId = server().newTraceId();
		String head = server().head("POST", path, traceId, "Content-Type: " + contentType, "Content-Length: 1000");
		String answer;
		try (RawConnection client = server().connect()) {
			client.send(head + body(contentType));
			answer = client.sendNoMore();
		}
		assertIsNoError(server().span(traceId), answer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/drain        | application/octet-stream
			/json         | application/json
			/form         | application/x-www-form-urlencoded
			/upload       | multipart/form-data; boundary=xyz
			/raw/drain    | application/octet-stream
			""")
	default void aConnectionThatBreaksOffWithinTheBody(String path, String contentType) throws Exception {
		String traceId = server().newTraceId();
		try (RawConnection client = server().connect()) {
			client.send(server().head("POST", path, traceId, "Content-Type: " + contentType, "Content-Length: 1000",
					"Expect: 100-continue"));
			client.awaitLine("HTTP/1.1 100");
			client.send(body(contentType));
			client.reset();
		}
		assertIsNoError(server().span(traceId));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/drain        | application/octet-stream
			/json         | application/json
			/form         | application/x-www-form-urlencoded
			/upload       | multipart/form-data; boundary=xyz
			/raw/drain    | application/octet-stream
			/caught/json  | application/json
			""")
	default void aMalformedChunk(String path, String contentType) throws Exception {
		String traceId = server().newTraceId();
		String head = server().head("POST", path, traceId, "Content-Type: " + contentType,
				"Transfer-Encoding: chunked");
		String answer;
		try (RawConnection client = server().connect()) {
			client.send(head + Integer.toHexString(body(contentType).length()) + "\r\n" + body(contentType)
					+ "\r\nno length\r\n");
			answer = client.sendNoMore();
		}
		assertIsNoError(server().span(traceId), answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/deferred-timeout", "/raw/timeout", "/caught/parameter" })
	default void aMalformedParameter(String path) throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("GET /shop" + path + "?millis=%zz HTTP/1.1", traceId);
		assertIsNoError(server().span(traceId), answer);
	}

	@ParameterizedTest
	@CsvSource({ "POST, name=%zz", "POST, many", "PUT, name=%zz" })
	default void aMalformedForm(String method, String form) throws Exception {
		String traceId = server().newTraceId();
		String body = (form.equals("many")) ? "a=1&".repeat(20_000) : form;
		String answer;
		try (RawConnection client = server().connect()) {
			client.send(server().head(method, "/form", traceId, "Content-Type: application/x-www-form-urlencoded",
					"Content-Length: " + body.length(), "Connection: close") + body);
			answer = client.sendNoMore();
		}
		assertIsNoError(server().span(traceId), answer);
	}

	@Test
	default void aMalformedText() throws Exception {
		String traceId = server().newTraceId();
		String body = "{\"name\": ";
		String answer = server().sendRaw("POST /shop/caught/json HTTP/1.1", traceId, "Content-Type: application/json",
				"Content-Length: " + body.length(), "", body);
		assertThat(answer).startsWith("HTTP/1.1 500");
		assertIsNoError(server().span(traceId), answer);
	}

	static String body(String contentType) {
		if (contentType.startsWith("multipart")) {
			return PART;
		}
		return (contentType.equals("application/json")) ? "{\"name\": \"cut" : "name=cut";
	}

	// Some are answered by closing the connection.
	private static void assertIsNoError(SpanData span, String answer) {
		if (!answer.isEmpty()) {
			assertThat(answer).startsWith("HTTP/1.1 " + span.getAttributes().get(HttpServerAttributes.STATUS_CODE));
		}
		assertIsNoError(span);
	}

	private static void assertIsNoError(SpanData span, int status) {
		assertThat(span).hasAttribute("http.status_code", status);
		assertIsNoError(span);
	}

	// An error would be kept as one, whoever else wants it.
	private static void assertIsNoError(SpanData span) {
		assertThat(span).isNotError()
			.hasAttribute("telemetry.sampling.reason", "parent")
			.doesNotHaveAttributes("error.type");
		assertThat(span.getEvents()).isEmpty();
	}

}
