package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes OTLP over HTTP and counts the spans, which costs as little as it can: nothing is
 * decoded but the lengths. Metrics and logs are read and thrown away.
 */
final class SpanSink implements AutoCloseable {

	/**
	 * Field numbers of {@code resource_spans} in ExportTraceServiceRequest, of
	 * {@code scope_spans} in ResourceSpans and of {@code spans} in ScopeSpans.
	 */
	private static final int[] PATH_TO_SPANS = { 1, 2, 2 };

	private final HttpServer server;

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final AtomicLong spans = new AtomicLong();

	SpanSink() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	/**
	 * Returns where to send, without a path.
	 * @return such as {@code http://127.0.0.1:4318}
	 */
	String endpoint() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Returns how many spans have come so far.
	 * @return the number
	 */
	long spans() {
		return this.spans.get();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			byte[] content = body.readAllBytes();
			if (exchange.getRequestURI().getPath().equals("/v1/traces")) {
				this.spans.addAndGet(count(CodedInputStream.newInstance(content), 0));
			}
			exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
		}
	}

	/**
	 * Counts the spans of a message.
	 * @param message the message
	 * @param depth 0 for the request, 1 for what came from one resource, 2 for what came
	 * from one instrumentation
	 * @return the number of spans
	 * @throws IOException if it is no message
	 */
	static long count(CodedInputStream message, int depth) throws IOException {
		if (depth == PATH_TO_SPANS.length) {
			return 1;
		}
		long number = 0;
		int tag = message.readTag();
		while (tag != 0) {
			if (WireFormat.getTagFieldNumber(tag) == PATH_TO_SPANS[depth]) {
				number += count(message.readBytes().newCodedInput(), depth + 1);
			}
			else {
				message.skipField(tag);
			}
			tag = message.readTag();
		}
		return number;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
