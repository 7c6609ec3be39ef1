package dev.telemetry.export.otlp;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answer of an OTLP backend: {@code ExportTraceServiceResponse}, in which only
 * the number of rejected spans matters. Some backends answer JSON whatever they were
 * asked, so that is read as well.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers,
 * encoding</a>
 */
final class ExportResponse {

	/** The answer is not one of OTLP. */
	static final long UNREADABLE = -1;

	private static final Pattern JSON_REJECTED = Pattern.compile("\"rejected_?[sS]pans\"\\s*:\\s*\"?(\\d{1,18})");

	private static final Pattern JSON_ACCEPTED = Pattern.compile("^\\s*\\{\\s*(}|\"partial_?[sS]uccess\"\\s*:)");

	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED_SPANS = 1;

	private final byte[] bytes;

	private int position;

	private final int end;

	private ExportResponse(byte[] bytes, int position, int end) {
		this.bytes = bytes;
		this.position = position;
		this.end = end;
	}

	/**
	 * Finds out how many spans a backend rejected.
	 * @param body its answer, which may be empty
	 * @return the number, 0 if it took all, or {@link #UNREADABLE}
	 */
	static long rejectedSpans(byte[] body) {
		if (isJson(body)) {
			return json(new String(body, StandardCharsets.UTF_8));
		}
		try {
			return new ExportResponse(body, 0, body.length).response();
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

	private long response() {
		long rejected = 0;
		while (this.position < this.end) {
			long tag = varint();
			if (tag == ((PARTIAL_SUCCESS << 3) | 2)) {
				rejected = message().partialSuccess();
			}
			else {
				skip(tag);
			}
		}
		return rejected;
	}

	private long partialSuccess() {
		long rejected = 0;
		while (this.position < this.end) {
			long tag = varint();
			if (tag == (REJECTED_SPANS << 3)) {
				rejected = Math.max(0, varint());
			}
			else {
				skip(tag);
			}
		}
		return rejected;
	}

	private void skip(long tag) {
		if (tag >>> 3 == 0) {
			throw new IllegalArgumentException("No field");
		}
		long length = switch ((int) tag & 7) {
			case 0 -> skipVarint();
			case 1 -> Long.BYTES;
			case 2 -> varint();
			case 5 -> Integer.BYTES;
			default -> throw new IllegalArgumentException("No type of a field");
		};
		advance(length);
	}

	private ExportResponse message() {
		int start = advance(varint());
		return new ExportResponse(this.bytes, start, this.position);
	}

	// Gives back where it was.
	private int advance(long length) {
		if (length < 0 || length > this.end - this.position) {
			throw new IllegalArgumentException("Too short");
		}
		int start = this.position;
		this.position += (int) length;
		return start;
	}

	private long skipVarint() {
		varint();
		return 0;
	}

	private long varint() {
		long value = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			if (this.position >= this.end) {
				throw new IllegalArgumentException("Too short");
			}
			byte next = this.bytes[this.position++];
			value |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("Too long");
	}

}
