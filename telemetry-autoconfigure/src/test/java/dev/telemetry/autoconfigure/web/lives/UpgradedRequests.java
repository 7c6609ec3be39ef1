package dev.telemetry.autoconfigure.web.lives;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests after which the connection speaks another protocol.
 */
interface UpgradedRequests extends ServedRequests {

	@Test
	default void anUpgradeEndsWithTheHandshake() throws Exception {
		String traceId = server().newTraceId();
		assertThat(server().sendRaw("GET /shop/raw/upgrade HTTP/1.1", traceId, "Connection: Upgrade", "Upgrade: echo"))
			.startsWith("HTTP/1.1 101");
		assertThat(server().span(traceId)).isNotError().hasAttribute("http.status_code", 101);
	}

	@Test
	default void aWebSocketHasASpanForItsHandshakeOnly() throws Exception {
		String traceId = server().newTraceId();
		BlockingQueue<String> answers = new LinkedBlockingQueue<>();
		WebSocket socket = server().openSocket("/socket", traceId, new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
				answers.add(data.toString());
				return WebSocket.Listener.super.onText(socket, data, last);
			}

		});
		try {
			assertThat(server().span(traceId)).isNotError()
				.hasAttribute("http.status_code", 101)
				.hasAttribute("http.route", "/shop/socket");
			socket.sendText("hello", true);
			assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("hello, of no trace");
		}
		finally {
			socket.abort();
		}
		assertThat(server().spansOnceAllHaveEnded(traceId)).hasSize(1);
	}

	@Test
	default void aHandshakeThatCannotBeReadIsNoError() throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("GET /shop/socket HTTP/1.1", traceId, "Connection: Upgrade",
				"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
				"Sec-WebSocket-Extensions: a;b=\"c");
		assertThat(answer).startsWith("HTTP/1.1 400");
		assertThat(server().span(traceId)).isNotError().hasAttribute("http.status_code", 400);
	}

}
