package dev.telemetry.export.otlp;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answer of an OTLP backend: {@code ExportTraceServiceResponse} or
 * {@code ExportLogsServiceResponse}, which have the number of rejected records in the
 * same place; nothing else matters. Some backends answer JSON whatever they were asked,
 * so that is read as well.
 */
final class ExportResponse {

	/** The answer is not one of OTLP. */
	static final long UNREADABLE = -1;

	private static final Pattern JSON_REJECTED = Pattern
		.compile("\"rejected_?(?:[sS]pans|[lL]og_?[rR]ecords)\"\\s*:\\s*\"?(\\d{1,18})");

	private static final Pattern JSON_ACCEPTED = Pattern.compile("^\\s*\\{\\s*(}|\"partial_?[sS]uccess\"\\s*:)");

	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED = 1;

	private ExportResponse() {
	}

	/**
	 * Finds out how many records a backend rejected.
	 * @param body its answer, which may be empty
	 * @return the number, 0 if it took all, or {@link #UNREADABLE}
	 */
	static long rejectedRecords(byte[] body) {
		if (isJson(body)) {
			return json(new String(body, StandardCharsets.UTF_8));
		}
		try {
			return response(new ProtobufReader(body));
		}
		catch (IllegalArgumentException ex) {
			return UNREADABLE;
		}
	}

	// No message begins with a brace: it would be a group, which there is none of.
	private static boolean isJson(byte[] body) {
		String text = (body.length > 0 && body.length < 64 * 1024) ? new String(body, StandardCharsets.UTF_8).strip()
				: "";
		return text.startsWith("{") && text.endsWith("}");
	}

	// Any other object may be an error.
	private static long json(String body) {
		Matcher rejected = JSON_REJECTED.matcher(body);
		if (rejected.find()) {
			return Long.parseLong(rejected.group(1));
		}
		return (JSON_ACCEPTED.matcher(body).find()) ? 0 : UNREADABLE;
	}

	private static long response(ProtobufReader response) {
		long rejected = 0;
		while (response.next()) {
			if (response.field() == PARTIAL_SUCCESS && response.isMessage()) {
				rejected = partialSuccess(response.message());
			}
		}
		return rejected;
	}

	private static long partialSuccess(ProtobufReader message) {
		long rejected = 0;
		while (message.next()) {
			if (message.field() == REJECTED && message.isNumber()) {
				rejected = Math.max(0, message.number());
			}
		}
		return rejected;
	}

}
