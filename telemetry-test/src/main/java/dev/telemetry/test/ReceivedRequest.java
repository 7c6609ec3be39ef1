package dev.telemetry.test;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request as it reached the receiver, whatever the answer was. Immutable.
 *
 * @param path the HTTP path, or the full gRPC method name
 * @param headers HTTP headers or gRPC metadata by lower-case name; binary metadata as
 * Base64
 * @param spans the spans it carried, none when it could not be read
 * @param logs the log records it carried, none when it could not be read
 * @since 0.1.0
 */
public record ReceivedRequest(String path, Map<String, List<String>> headers, List<ReceivedSpan> spans,
		List<ReceivedLog> logs) {

	/**
	 * Copies the collections.
	 */
	public ReceivedRequest {
		headers = Map.copyOf(headers);
		spans = List.copyOf(spans);
		logs = List.copyOf(logs);
	}

	/**
	 * Returns all values of a header.
	 * @param name the name, in any case
	 * @return the values, empty when the header was not sent
	 */
	public List<String> header(String name) {
		return this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
	}

}
