package dev.telemetry.test;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

/**
 * Reads OTLP/HTTP requests.
 */
final class HttpRequestReader {

	private static final String TRACES_PATH = "/v1/traces";

	private static final String LOGS_PATH = "/v1/logs";

	private HttpRequestReader() {
	}

	static ReceivedRequest read(HttpExchange exchange) throws UnreadableRequestException {
		String path = exchange.getRequestURI().getPath();
		boolean logs = LOGS_PATH.equals(path);
		check(logs || TRACES_PATH.equals(path), 404, "Only /v1/traces and /v1/logs are served");
		check("POST".equals(exchange.getRequestMethod()), 405, "Only POST is served");
		Headers headers = exchange.getRequestHeaders();
		String contentType = headers.getFirst("Content-Type");
		check(contentType != null && contentType.startsWith("application/x-protobuf"), 415, "Only protobuf is read");
		String encoding = headers.getFirst("Content-Encoding");
		boolean gzip = "gzip".equalsIgnoreCase(encoding);
		check(gzip || encoding == null || "identity".equalsIgnoreCase(encoding), 415, "Only gzip is decompressed");
		try (InputStream body = exchange.getRequestBody();
				InputStream content = gzip ? new GZIPInputStream(body) : body) {
			return (logs)
					? new ReceivedRequest(path, headers(exchange), List.of(),
							LogDecoder.decode(ExportLogsServiceRequest.parseFrom(content)))
					: new ReceivedRequest(path, headers(exchange),
							SpanDecoder.decode(ExportTraceServiceRequest.parseFrom(content)), List.of());
		}
		catch (IOException ex) {
			throw new UnreadableRequestException(400, "Unreadable body: " + ex.getMessage());
		}
	}

	static Map<String, List<String>> headers(HttpExchange exchange) {
		Map<String, List<String>> headers = new HashMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
		return headers;
	}

	private static void check(boolean condition, int httpStatus, String message) throws UnreadableRequestException {
		if (!condition) {
			throw new UnreadableRequestException(httpStatus, message);
		}
	}

}
