package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.context.request.async.DeferredResult;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream of HTTP/2 that the client resets is no failure of the server.
 */
@Timeout(180)
class Http2ResetsTests {

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void aStreamThatTheClientResets(ServletServer container) throws Exception {
		try (LivesServer server = new LivesServer(container, "server.http2.enabled=true")) {
			for (String path : new String[] { "/download", "/download-resource", "/endless", "/ticks", "/held" }) {
				reset(server, path);
			}
			poll(server);
			body(server);
			server.assertNothingIsLeft();
		}
	}

	private void reset(LivesServer server, String path) throws Exception {
		String traceId = server.newTraceId();
		HttpResponse<InputStream> response = connect(server).send(request(server, path, traceId).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(response.body().read()).as(path).isNotNegative();
		response.body().close();
		assertIsNoError(server, traceId);
	}

	private void poll(LivesServer server) throws Exception {
		String traceId = server.newTraceId();
		CompletableFuture<HttpResponse<Void>> poll = connect(server)
			.sendAsync(request(server, "/poll", traceId).build(), HttpResponse.BodyHandlers.discarding());
		DeferredResult<byte[]> result = server.bean(LostClientHandlers.class).awaitPoll();
		poll.cancel(true);
		result.setResult(new byte[64 * 1024 * 1024]);
		assertIsNoError(server, traceId);
	}

	private void body(LivesServer server) throws Exception {
		String traceId = server.newTraceId();
		HttpRequest request = request(server, "/drain", traceId)
			.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new BrokenBody(server.bean(LostClientHandlers.class))))
			.build();
		CompletableFuture<HttpResponse<String>> sent = connect(server).sendAsync(request,
				HttpResponse.BodyHandlers.ofString());
		assertThat(sent.handle((response, ex) -> ex != null || response.statusCode() >= 400).get()).isTrue();
		assertIsNoError(server, traceId);
	}

	// A connection of its own, because Tomcat closes some after a stream that was reset.
	// A first request takes it from HTTP/1.1 to HTTP/2.
	private static HttpClient connect(LivesServer server) throws Exception {
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_2)
			.connectTimeout(Duration.ofSeconds(10))
			.build();
		client.send(request(server, "/items/17", server.newTraceId()).build(), HttpResponse.BodyHandlers.discarding());
		return client;
	}

	private static HttpRequest.Builder request(LivesServer server, String path, String traceId) {
		return server.request(path).header("traceparent", LivesServer.traceparent(traceId));
	}

	private static void assertIsNoError(LivesServer server, String traceId) {
		assertThat(server.span(traceId)).isNotError()
			.hasAttribute("telemetry.sampling.reason", "parent")
			.doesNotHaveAttributes("error.type");
	}

	/**
	 * Ends in the middle, when the server has begun to read it.
	 */
	private static final class BrokenBody extends InputStream {

		private final LostClientHandlers handlers;

		private boolean begun;

		BrokenBody(LostClientHandlers handlers) {
			this.handlers = handlers;
		}

		@Override
		public int read() throws IOException {
			if (!this.begun) {
				this.begun = true;
				return 'a';
			}
			try {
				this.handlers.awaitDrain();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			throw new IOException("the body ends here");
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			bytes[offset] = (byte) read();
			return 1;
		}

	}

}
