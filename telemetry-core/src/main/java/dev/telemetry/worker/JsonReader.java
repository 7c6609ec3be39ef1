package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from one line, token by token. The input may be hostile: for any bytes,
 * reading takes linear time and little memory, and ends in values or in one kind of
 * exception. Invalid UTF-8 and lone surrogates are replaced. Not thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonReader {

	private static final int MAX_DEPTH = 8;

	private final byte[] bytes;

	private int position;

	private int depth;

	JsonReader(byte[] bytes, int from) {
		this.bytes = bytes;
		this.position = from;
	}

	/**
	 * Begins an object.
	 */
	void beginObject() throws BadLineException {
		expect('{');
		enter();
	}

	private void enter() throws BadLineException {
		this.depth++;
		if (this.depth > MAX_DEPTH) {
			throw new BadLineException(LineFate.TOO_DEEP);
		}
	}

	/**
	 * Returns the key of the next member.
	 * @param first whether it is the first member of its object
	 * @return the key, or {@code null} if the object ends
	 */
	@Nullable String nextKey(boolean first) throws BadLineException {
		int next = peek();
		if (next == '}') {
			this.position++;
			this.depth--;
			return null;
		}
		if (!first) {
			expect(',');
		}
		String key = string();
		expect(':');
		return key;
	}

	/**
	 * Returns the next byte after white space, without consuming it.
	 * @return a byte, or -1 at the end
	 */
	int peek() {
		while (this.position < this.bytes.length && isSpace(this.bytes[this.position])) {
			this.position++;
		}
		return (this.position < this.bytes.length) ? this.bytes[this.position] & 0xFF : -1;
	}

	private static boolean isSpace(byte c) {
		return c == ' ' || c == '\t' || c == '\r' || c == '\n';
	}

	/**
	 * Checks that nothing but white space is left.
	 */
	void end() throws BadLineException {
		if (peek() != -1) {
			throw malformed();
		}
	}

	/**
	 * Reads a text.
	 */
	String string() throws BadLineException {
		expect('"');
		int begin = this.position;
		while (this.position < this.bytes.length) {
			byte c = this.bytes[this.position];
			if (c == '"') {
				String plain = new String(this.bytes, begin, this.position - begin, StandardCharsets.UTF_8);
				this.position++;
				return plain;
			}
			if (c == '\\') {
				return escaped(begin);
			}
			if (c >= 0 && c < ' ') {
				throw malformed();
			}
			this.position++;
		}
		throw malformed();
	}

	private String escaped(int begin) throws BadLineException {
		StringBuilder text = new StringBuilder(64);
		int plain = begin;
		while (this.position < this.bytes.length) {
			byte c = this.bytes[this.position];
			if (c == '"' || c == '\\') {
				text.append(new String(this.bytes, plain, this.position - plain, StandardCharsets.UTF_8));
				this.position++;
				if (c == '"') {
					return JsonText.whole(text);
				}
				text.append(escape());
				plain = this.position;
			}
			else if (c >= 0 && c < ' ') {
				throw malformed();
			}
			else {
				this.position++;
			}
		}
		throw malformed();
	}

	private char escape() throws BadLineException {
		byte c = byteAt(this.position);
		this.position++;
		return switch (c) {
			case '"', '\\', '/' -> (char) c;
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> unicode();
			default -> throw malformed();
		};
	}

	private char unicode() throws BadLineException {
		int value = 0;
		for (int i = 0; i < 4; i++) {
			int digit = Character.digit(byteAt(this.position), 16);
			if (digit < 0) {
				throw malformed();
			}
			value = (value << 4) + digit;
			this.position++;
		}
		return (char) value;
	}

	private byte byteAt(int index) throws BadLineException {
		if (index >= this.bytes.length) {
			throw malformed();
		}
		return this.bytes[index];
	}

	/**
	 * Reads a number.
	 * @return a {@code Long} if the number is one, otherwise a {@code Double}, which may
	 * be infinite
	 */
	Number number() throws BadLineException {
		peek();
		int begin = this.position;
		skip('-');
		int digits = digits();
		boolean leadingZero = digits > 1 && this.bytes[this.position - digits] == '0';
		boolean whole = true;
		if (skip('.')) {
			whole = false;
			digits = Math.min(digits, digits());
		}
		if (skip('e') || skip('E')) {
			whole = false;
			if (!skip('+')) {
				skip('-');
			}
			digits = Math.min(digits, digits());
		}
		if (digits == 0 || leadingZero) {
			throw malformed();
		}
		return JsonText.number(new String(this.bytes, begin, this.position - begin, StandardCharsets.US_ASCII), whole);
	}

	private boolean skip(char c) {
		boolean there = this.position < this.bytes.length && this.bytes[this.position] == c;
		this.position += (there) ? 1 : 0;
		return there;
	}

	private int digits() {
		int begin = this.position;
		while (this.position < this.bytes.length && this.bytes[this.position] >= '0'
				&& this.bytes[this.position] <= '9') {
			this.position++;
		}
		return this.position - begin;
	}

	/**
	 * Reads a word that is a value: {@code true}, {@code false} or {@code null}.
	 */
	String word() throws BadLineException {
		for (String word : new String[] { "true", "false", "null" }) {
			if (startsWith(word)) {
				this.position += word.length();
				return word;
			}
		}
		throw malformed();
	}

	private boolean startsWith(String word) {
		if (this.bytes.length - this.position < word.length()) {
			return false;
		}
		for (int i = 0; i < word.length(); i++) {
			if (this.bytes[this.position + i] != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Skips a value.
	 */
	void skipValue() throws BadLineException {
		switch (peek()) {
			case '{' -> skipObject();
			case '[' -> skipArray();
			case '"' -> string();
			case 't', 'f', 'n' -> word();
			default -> number();
		}
	}

	private void skipObject() throws BadLineException {
		beginObject();
		String key = nextKey(true);
		while (key != null) {
			skipValue();
			key = nextKey(false);
		}
	}

	private void skipArray() throws BadLineException {
		expect('[');
		enter();
		boolean first = true;
		while (peek() != ']') {
			if (!first) {
				expect(',');
			}
			skipValue();
			first = false;
		}
		this.position++;
		this.depth--;
	}

	private void expect(char c) throws BadLineException {
		if (peek() != c) {
			throw malformed();
		}
		this.position++;
	}

	private static BadLineException malformed() {
		return new BadLineException(LineFate.MALFORMED);
	}

}
