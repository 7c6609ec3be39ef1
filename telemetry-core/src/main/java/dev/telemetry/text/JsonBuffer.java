package dev.telemetry.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as UTF-8 into a reusable buffer. The only line breaks are requested ones:
 * control characters and every character that a reader may take for the end of a line are
 * escaped. Invalid Unicode is replaced. Not thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonBuffer {

	private static final int KEPT = 1024 * 1024;

	private static final int MAX_UTF_8 = 3;

	private static final int REPLACEMENT = 0xFFFD;

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private final int indent;

	private byte[] bytes = new byte[8 * 1024];

	private int size;

	// Whether a value or member was written before, in the same object or array.
	private boolean preceded;

	private boolean keyed;

	private int depth;

	/**
	 * Creates a buffer that writes everything on one line.
	 */
	public JsonBuffer() {
		this(0);
	}

	private JsonBuffer(int indent) {
		this.indent = indent;
	}

	/**
	 * Creates a buffer for output that people read: each member of an object and each
	 * element of an array has a line of its own.
	 * @param blanks the indentation of each level, in blanks
	 * @return the buffer
	 */
	public static JsonBuffer indented(int blanks) {
		return new JsonBuffer(blanks);
	}

	/**
	 * Clears the buffer, and releases memory that is rarely needed.
	 */
	public void clear() {
		this.depth = 0;
		this.keyed = false;
		this.size = 0;
		this.preceded = false;
		if (this.bytes.length > KEPT) {
			this.bytes = new byte[KEPT];
		}
	}

	/**
	 * Discards the output so far. What is written next continues it.
	 */
	public void discard() {
		this.size = 0;
	}

	/**
	 * Returns the size of the output.
	 * @return the number of bytes
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns the output, which is valid until the next write.
	 * @return the bytes, in an array from its beginning on
	 */
	public ByteBuffer toByteBuffer() {
		return ByteBuffer.wrap(this.bytes, 0, this.size);
	}

	/**
	 * Begins an object.
	 * @return this
	 */
	public JsonBuffer beginObject() {
		return begin('{');
	}

	/**
	 * Ends an object.
	 * @return this
	 */
	public JsonBuffer endObject() {
		return end('}');
	}

	/**
	 * Begins an array.
	 * @return this
	 */
	public JsonBuffer beginArray() {
		return begin('[');
	}

	/**
	 * Ends an array.
	 * @return this
	 */
	public JsonBuffer endArray() {
		return end(']');
	}

	/**
	 * Writes the key of a member, whose value comes next.
	 * @param name the key
	 * @return this
	 */
	public JsonBuffer key(String name) {
		value(name);
		append(':');
		if (this.indent > 0) {
			append(' ');
		}
		this.keyed = true;
		this.preceded = false;
		return this;
	}

	/**
	 * Writes a text.
	 * @param text the text
	 * @return this
	 */
	public JsonBuffer value(String text) {
		separate();
		append('"');
		appendEscaped(text);
		append('"');
		return this;
	}

	/**
	 * Writes a text, or {@code null} if there is none.
	 * @param text the text, or {@code null}
	 * @return this
	 */
	public JsonBuffer valueOrNull(@Nullable String text) {
		return (text != null) ? value(text) : nothing();
	}

	/**
	 * Writes a whole number.
	 * @param number the number
	 * @return this
	 */
	public JsonBuffer value(long number) {
		separate();
		return raw(Long.toString(number));
	}

	/**
	 * Writes a number, or the text that Protocol Buffers specifies for infinity and NaN.
	 * @param number the number
	 * @return this
	 */
	public JsonBuffer value(double number) {
		if (Double.isFinite(number)) {
			separate();
			return raw(Double.toString(number));
		}
		return value(Double.toString(number));
	}

	/**
	 * Writes a boolean.
	 * @param truth the value
	 * @return this
	 */
	public JsonBuffer value(boolean truth) {
		separate();
		return raw(Boolean.toString(truth));
	}

	/**
	 * Writes {@code null}.
	 * @return this
	 */
	public JsonBuffer nothing() {
		separate();
		return raw("null");
	}

	/**
	 * Writes ASCII text as it is, outside of the JSON.
	 * @param ascii the text
	 * @return this
	 */
	public JsonBuffer raw(String ascii) {
		ensure(ascii.length());
		for (int i = 0; i < ascii.length(); i++) {
			this.bytes[this.size++] = (byte) ascii.charAt(i);
		}
		return this;
	}

	/**
	 * Ends the line. The next value begins a new JSON text.
	 * @return this
	 */
	public JsonBuffer endLine() {
		this.preceded = false;
		return append('\n');
	}

	private JsonBuffer begin(char bracket) {
		separate();
		this.preceded = false;
		this.depth++;
		return append(bracket);
	}

	private JsonBuffer end(char bracket) {
		this.depth--;
		if (this.preceded) {
			breakLine();
		}
		this.preceded = true;
		return append(bracket);
	}

	private void separate() {
		if (this.preceded) {
			append(',');
		}
		this.preceded = true;
		if (this.keyed) {
			this.keyed = false;
		}
		else if (this.depth > 0) {
			breakLine();
		}
	}

	private void breakLine() {
		if (this.indent > 0) {
			append('\n');
			for (int i = 0; i < this.depth * this.indent; i++) {
				append(' ');
			}
		}
	}

	private void appendEscaped(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
				appendFourBytes(Character.toCodePoint(c, text.charAt(i)));
			}
			else {
				appendEscaped(c);
			}
		}
	}

	private void appendEscaped(char c) {
		switch (c) {
			case '"', '\\' -> append('\\').append(c);
			case '\n' -> append('\\').append('n');
			case '\r' -> append('\\').append('r');
			case '\t' -> append('\\').append('t');
			default -> {
				if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
					appendUnicodeEscape(c);
				}
				else {
					appendEncoded(Character.isSurrogate(c) ? REPLACEMENT : c);
				}
			}
		}
	}

	private void appendUnicodeEscape(char c) {
		append('\\').append('u');
		for (int shift = 12; shift >= 0; shift -= 4) {
			append((char) HEX[(c >> shift) & 0xF]);
		}
	}

	private void appendEncoded(int c) {
		ensure(MAX_UTF_8);
		if (c < 0x80) {
			this.bytes[this.size++] = (byte) c;
		}
		else if (c < 0x800) {
			this.bytes[this.size++] = (byte) (0xC0 | (c >> 6));
			this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
		}
		else {
			this.bytes[this.size++] = (byte) (0xE0 | (c >> 12));
			this.bytes[this.size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
			this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
		}
	}

	private void appendFourBytes(int codePoint) {
		ensure(MAX_UTF_8 + 1);
		this.bytes[this.size++] = (byte) (0xF0 | (codePoint >> 18));
		this.bytes[this.size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
		this.bytes[this.size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
		this.bytes[this.size++] = (byte) (0x80 | (codePoint & 0x3F));
	}

	private JsonBuffer append(char ascii) {
		ensure(1);
		this.bytes[this.size++] = (byte) ascii;
		return this;
	}

	private void ensure(int room) {
		if (this.bytes.length - this.size < room) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.size + room));
		}
	}

}
