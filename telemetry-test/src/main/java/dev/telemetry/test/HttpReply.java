package dev.telemetry.test;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * Answers over HTTP.
 */
final class HttpReply implements Reply {

	private static final String PROTOBUF = "application/x-protobuf";

	private static final long DRIP_BYTES = 1024 * 1024;

	private static final long DRIP_MILLIS = 20;

	private static final long BROKEN_BYTES = 64 * 1024;

	private final HttpExchange exchange;

	private final Executor writers;

	/**
	 * Creates the way back.
	 * @param exchange the server's
	 * @param writers runs what takes long
	 */
	HttpReply(HttpExchange exchange, Executor writers) {
		this.exchange = exchange;
		this.writers = writers;
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

	@Override
	public void drip() {
		write(new LargeAnswer(DRIP_BYTES), (answer, out) -> {
			byte[] part = answer.next(1);
			while (part.length > 0) {
				out.write(part);
				out.flush();
				TimeUnit.MILLISECONDS.sleep(DRIP_MILLIS);
				part = answer.next(1);
			}
		});
	}

	@Override
	public void closeInTheMiddle() {
		write(new LargeAnswer(BROKEN_BYTES), (answer, out) -> {
			out.write(answer.next((int) BROKEN_BYTES / 2));
			out.flush();
		});
	}

	@Override
	public void sendHuge(long bytes) {
		write(new LargeAnswer(bytes), (answer, out) -> {
			byte[] part = answer.next();
			while (part.length > 0) {
				out.write(part);
				part = answer.next();
			}
		});
	}

	private void write(LargeAnswer answer, BodyWriter writer) {
		this.writers.execute(() -> {
			// Closes the connection if the body is not complete.
			try (this.exchange) {
				this.exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
				this.exchange.sendResponseHeaders(200, answer.size());
				writer.write(answer, this.exchange.getResponseBody());
			}
			catch (IOException ex) {
				// The client gave up, which is what some tests are about.
			}
			catch (InterruptedException ex) {
				// The receiver closes.
				Thread.currentThread().interrupt();
			}
		});
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

	/**
	 * Writes a body, or a part of it.
	 */
	@FunctionalInterface
	private interface BodyWriter {

		void write(LargeAnswer answer, OutputStream out) throws IOException, InterruptedException;

	}

}
