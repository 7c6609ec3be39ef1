package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A parsed telemetry line: {@code TELEMETRY:} and a JSON object with {@code event},
 * {@code measurements}, which are numbers, {@code metadata}, which become text,
 * {@code timestamp_ns} and {@code correlation_id}, the id of a trace. Other members are
 * left out. Immutable.
 */
final class WorkerLine {

	/** Prefix of a telemetry line. */
	static final String PREFIX = "TELEMETRY:";

	static final String DURATION = "duration_seconds";

	private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

	// More members than a span of a worker in Java has attributes.
	private static final int MAX_MEMBERS = 160;

	private static final int MAX_NAME = 255;

	private static final int TRACE_ID = 32;

	private static final int SPAN_ID = 16;

	// For the objects of the line, and of each member.
	private static final int OVERHEAD = 200;

	private String name = "";

	private String traceId = "";

	private long epochNanos;

	private final Map<String, Number> measurements = new LinkedHashMap<>();

	private final Map<String, String> metadata = new LinkedHashMap<>();

	private WorkerLine() {
	}

	/**
	 * Returns whether a line is marked as telemetry.
	 */
	static boolean isTelemetry(byte[] line) {
		if (line.length < PREFIX_BYTES.length) {
			return false;
		}
		for (int i = 0; i < PREFIX_BYTES.length; i++) {
			if (line[i] != PREFIX_BYTES[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Parses a line that is marked as telemetry.
	 * @throws BadLineException if the line is malformed
	 */
	static WorkerLine parse(byte[] bytes) throws BadLineException {
		WorkerLine line = new WorkerLine();
		JsonReader json = new JsonReader(bytes, PREFIX_BYTES.length);
		json.beginObject();
		String key = json.nextKey(true);
		for (int members = 0; key != null; members++) {
			limit(members);
			line.read(key, json);
			key = json.nextKey(false);
		}
		json.end();
		line.check();
		return line;
	}

	private static void limit(int members) throws BadLineException {
		if (members >= MAX_MEMBERS) {
			throw new BadLineException(LineFate.MALFORMED);
		}
	}

	private void read(String key, JsonReader json) throws BadLineException {
		if (json.peek() == 'n') {
			// Some libraries write null for a missing value.
			json.word();
			return;
		}
		switch (key) {
			case "event" -> {
				this.name = json.string();
			}
			case "correlation_id" -> {
				this.traceId = json.string();
			}
			case "timestamp_ns" -> {
				this.epochNanos = json.number().longValue();
			}
			case "measurements" -> readMeasurements(json);
			case "metadata" -> readMetadata(json);
			default -> json.skipValue();
		}
	}

	private void readMeasurements(JsonReader json) throws BadLineException {
		json.beginObject();
		String key = json.nextKey(true);
		for (int members = 0; key != null; members++) {
			limit(members);
			int next = json.peek();
			if (next == '-' || (next >= '0' && next <= '9')) {
				measure(key, json.number());
			}
			else {
				json.skipValue();
			}
			key = json.nextKey(false);
		}
	}

	private void measure(String key, Number number) {
		if (!key.isEmpty() && Double.isFinite(number.doubleValue())) {
			this.measurements.put(key, number);
		}
	}

	private void readMetadata(JsonReader json) throws BadLineException {
		json.beginObject();
		String key = json.nextKey(true);
		for (int members = 0; key != null; members++) {
			limit(members);
			String value = text(json);
			if (value != null && !key.isEmpty()) {
				this.metadata.put(key, value);
			}
			key = json.nextKey(false);
		}
	}

	private static @Nullable String text(JsonReader json) throws BadLineException {
		switch (json.peek()) {
			case '"' -> {
				return json.string();
			}
			case '{', '[' -> {
				json.skipValue();
				return null;
			}
			case 't', 'f' -> {
				return json.word();
			}
			case 'n' -> {
				json.word();
				return null;
			}
			default -> {
				return json.number().toString();
			}
		}
	}

	private void check() throws BadLineException {
		if (!isName(this.name)) {
			throw new BadLineException(LineFate.BAD_NAME);
		}
		if (!this.traceId.isEmpty() && !isId(this.traceId, TRACE_ID)) {
			throw new BadLineException(LineFate.UNKNOWN_TRACE);
		}
	}

	private static boolean isName(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
				return false;
			}
		}
		return !name.isBlank() && name.length() <= MAX_NAME;
	}

	/**
	 * Returns whether a text is the id of a span, in lower case and not all zeros.
	 */
	static boolean isSpanId(String text) {
		return isId(text, SPAN_ID);
	}

	/**
	 * Returns whether a text is an id of a trace or a span, in lower case and not all
	 * zeros.
	 */
	static boolean isId(String text, int length) {
		boolean zeros = true;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
				return false;
			}
			zeros &= c == '0';
		}
		return text.length() == length && !zeros;
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns the id of the trace that the line names, empty if it names none.
	 */
	String traceId() {
		return this.traceId;
	}

	/**
	 * Returns the time of the line in nanoseconds since 1970, 0 if it has none.
	 */
	long epochNanos() {
		return this.epochNanos;
	}

	Map<String, Number> measurements() {
		return this.measurements;
	}

	Map<String, String> metadata() {
		return this.metadata;
	}

	/**
	 * Returns how much memory the line takes at most, in bytes.
	 */
	int footprint() {
		int bytes = OVERHEAD + Character.BYTES * this.name.length();
		for (String key : this.measurements.keySet()) {
			bytes += OVERHEAD + Character.BYTES * key.length();
		}
		for (Map.Entry<String, String> entry : this.metadata.entrySet()) {
			bytes += OVERHEAD + Character.BYTES * (entry.getKey().length() + entry.getValue().length());
		}
		return bytes;
	}

	String metadata(String key) {
		return this.metadata.getOrDefault(key, "");
	}

}
