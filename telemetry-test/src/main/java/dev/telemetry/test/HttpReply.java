package dev.telemetry.test;

import java.io.IOException;
import java.time.Duration;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * Answers over HTTP.
 */
final class HttpReply implements Reply {

	private static final String PROTOBUF = "application/x-protobuf";

	private final HttpExchange exchange;

	HttpReply(HttpExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public void accept(long rejected, String message) {
		write(200, PROTOBUF, ResponseEncoder.accepted(rejected, message).toByteArray());
	}

	@Override
	public void reject(int httpStatus, @Nullable Duration retryAfter) {
		if (retryAfter != null) {
			long seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
			this.exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
		}
		reject(httpStatus, "Answered by the test");
	}

	void reject(int httpStatus, String message) {
		write(httpStatus, PROTOBUF, ResponseEncoder.status(message));
	}

	@Override
	public void send(String contentType, byte[] body) {
		write(200, contentType, body);
	}

	@Override
	public void disconnect() {
		// Without response headers this closes the connection.
		this.exchange.close();
	}

	private void write(int httpStatus, String contentType, byte[] body) {
		try (this.exchange) {
			this.exchange.getResponseHeaders().set("Content-Type", contentType);
			this.exchange.sendResponseHeaders(httpStatus, (body.length > 0) ? body.length : -1);
			this.exchange.getResponseBody().write(body);
		}
		catch (IOException ex) {
			// The client gave up, which is what some tests are about.
		}
	}

}
