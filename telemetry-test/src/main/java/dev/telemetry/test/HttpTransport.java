package dev.telemetry.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * OTLP/HTTP with protobuf bodies on the JDK's server. Four threads read requests; none of
 * them waits for an answer, which any thread may give later.
 */
final class HttpTransport implements Transport {

	private static final int READERS = 4;

	private final ExecutorService readers = Executors.newFixedThreadPool(READERS,
			new DaemonThreads("otlp-receiver-http"));

	// For answers that take long; without a thread until there is one.
	private final ExecutorService writers = Executors.newCachedThreadPool(new DaemonThreads("otlp-receiver-writer"));

	private final Intake intake;

	private final HttpServer server;

	HttpTransport(Intake intake) {
		this.intake = intake;
		try {
			this.server = HttpServer.create(Transport.freeLoopbackAddress(), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.readers);
		this.server.createContext("/", this::handle);
		// The server's own thread is a daemon only when the thread that starts it is one.
		CompletableFuture.runAsync(this.server::start, this.readers).join();
	}

	@Override
	public int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.readers.shutdownNow();
		this.writers.shutdownNow();
	}

	private void handle(HttpExchange exchange) {
		HttpReply reply = new HttpReply(exchange, this.writers);
		try {
			this.intake.received(HttpRequestReader.read(exchange), reply);
		}
		catch (UnreadableRequestException ex) {
			this.intake.unreadable(unread(exchange));
			reply.reject(ex.httpStatus(), ex.reason());
		}
	}

	private static ReceivedRequest unread(HttpExchange exchange) {
		return new ReceivedRequest(exchange.getRequestURI().getPath(), HttpRequestReader.headers(exchange), List.of(),
				List.of());
	}

}
