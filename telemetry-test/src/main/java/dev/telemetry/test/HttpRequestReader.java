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
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

/**
 * Reads OTLP/HTTP requests.
 */
final class HttpRequestReader {

	private HttpRequestReader() {
	}

	static List<ReceivedSpan> spans(HttpExchange exchange) throws UnreadableRequestException {
		check("/v1/traces".equals(exchange.getRequestURI().getPath()), 404, "Only /v1/traces is served");
		check("POST".equals(exchange.getRequestMethod()), 405, "Only POST is served");
		Headers headers = exchange.getRequestHeaders();
		String contentType = headers.getFirst("Content-Type");
		check(contentType != null && contentType.startsWith("application/x-protobuf"), 415, "Only protobuf is read");
		String encoding = headers.getFirst("Content-Encoding");
		boolean gzip = "gzip".equalsIgnoreCase(encoding);
		check(gzip || encoding == null || "identity".equalsIgnoreCase(encoding), 415, "Only gzip is decompressed");
		try (InputStream body = exchange.getRequestBody();
				InputStream content = gzip ? new GZIPInputStream(body) : body) {
			return SpanDecoder.decode(ExportTraceServiceRequest.parseFrom(content));
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
