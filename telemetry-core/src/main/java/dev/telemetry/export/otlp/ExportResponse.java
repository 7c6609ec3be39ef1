package dev.telemetry.export.otlp;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the number of rejected records from the answer of an OTLP backend.
 * {@code ExportTraceServiceResponse} and {@code ExportLogsServiceResponse} have it in the
 * same field. JSON is read as well, because some backends always answer JSON.
 */
final class ExportResponse {

	/** The answer is not OTLP. */
	static final long UNREADABLE = -1;

	private static final Pattern JSON_REJECTED = Pattern
		.compile("\"rejected_?(?:[sS]pans|[lL]og_?[rR]ecords)\"\\s*:\\s*\"?(\\d{1,18})");

	private static final Pattern JSON_ACCEPTED = Pattern.compile("^\\s*\\{\\s*(}|\"partial_?[sS]uccess\"\\s*:)");

	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED = 1;

	private ExportResponse() {
	}

	/**
	 * Returns how many records a backend rejected.
	 * @param body the body of the answer, which may be empty
	 * @return the number, 0 if the backend accepted all, or {@link #UNREADABLE}
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

	// No Protobuf message of OTLP begins with a brace: that would be the tag of a group,
	// and there are no groups.
	private static boolean isJson(byte[] body) {
		String text = (body.length > 0 && body.length < 64 * 1024) ? new String(body, StandardCharsets.UTF_8).strip()
				: "";
		return text.startsWith("{") && text.endsWith("}");
	}

	// Any other JSON object may be an error.
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
