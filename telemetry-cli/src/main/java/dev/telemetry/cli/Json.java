package dev.telemetry.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as maps, lists, texts, numbers and truth values. Refuses what is nested too
 * deeply: a file may say anything.
 */
final class Json {

	private static final int MAX_DEPTH = 64;

	/** What some editors begin a file with. */
	static final String BYTE_ORDER_MARK = "\uFEFF";

	private final String text;

	private int position;

	private Json(String text) {
		this.text = text;
		this.position = (text.startsWith(BYTE_ORDER_MARK)) ? 1 : 0;
	}

	/**
	 * Reads a text that is one value.
	 * @throws DamagedException if it is not
	 */
	static @Nullable Object parse(String text) throws DamagedException {
		Json json = new Json(text);
		Object value = json.value(0);
		json.skipBlanks();
		if (json.position < text.length()) {
			throw json.damaged();
		}
		return value;
	}

	/**
	 * Reads a text that is one object.
	 * @throws DamagedException if it is not
	 */
	static Map<String, @Nullable Object> parseObject(String text) throws DamagedException {
		return object(parse(text));
	}

	/**
	 * A value as an object.
	 * @return its members, none if it is no object
	 */
	@SuppressWarnings("unchecked")
	static Map<String, @Nullable Object> object(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, @Nullable Object>) map : Map.of();
	}

	/**
	 * A value as an array.
	 * @return its elements, none if it is no array
	 */
	static List<?> array(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	/**
	 * A value as a number.
	 * @return the number, or {@code null} if it is none
	 */
	static @Nullable Double number(@Nullable Object value) {
		return (value instanceof Double number) ? number : null;
	}

	/**
	 * A value as text.
	 * @return the text, or {@code null} if there is no value
	 */
	static @Nullable String text(@Nullable Object value) {
		if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
			return Long.toString(number.longValue());
		}
		return (value != null) ? value.toString() : null;
	}

	/**
	 * A member of an object as a number.
	 * @return the number, or 0 if it is none
	 */
	static double number(Map<String, @Nullable Object> object, String key) {
		Double number = number(object.get(key));
		return (number != null) ? number : 0;
	}

	/**
	 * A member of an object as text.
	 * @return the text, or the other one if there is no value
	 */
	static String text(Map<String, @Nullable Object> object, String key, String otherwise) {
		String text = text(object.get(key));
		return (text != null) ? text : otherwise;
	}

	private @Nullable Object value(int depth) throws DamagedException {
		skipBlanks();
		if (depth > MAX_DEPTH) {
			throw damaged();
		}
		return switch (peek()) {
			case '{' -> members(depth);
			case '[' -> elements(depth);
			case '"' -> string();
			case 't' -> word("true", true);
			case 'f' -> word("false", false);
			case 'n' -> word("null", null);
			default -> number();
		};
	}

	private Map<String, @Nullable Object> members(int depth) throws DamagedException {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		this.position++;
		skipBlanks();
		if (peek() == '}') {
			this.position++;
			return members;
		}
		do {
			skipBlanks();
			String key = string();
			skipBlanks();
			expect(':');
			members.put(key, value(depth + 1));
			skipBlanks();
		}
		while (next(','));
		expect('}');
		return members;
	}

	private List<@Nullable Object> elements(int depth) throws DamagedException {
		List<@Nullable Object> elements = new ArrayList<>();
		this.position++;
		skipBlanks();
		if (peek() == ']') {
			this.position++;
			return elements;
		}
		do {
			elements.add(value(depth + 1));
			skipBlanks();
		}
		while (next(','));
		expect(']');
		return elements;
	}

	private String string() throws DamagedException {
		expect('"');
		StringBuilder string = new StringBuilder();
		while (true) {
			char c = peek();
			this.position++;
			if (c == '"') {
				return string.toString();
			}
			string.append((c == '\\') ? escaped() : c);
		}
	}

	private char escaped() throws DamagedException {
		char c = peek();
		this.position++;
		return switch (c) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'u' -> unicode();
			case '"', '\\', '/' -> c;
			default -> throw damaged();
		};
	}

	private char unicode() throws DamagedException {
		try {
			String hex = this.text.substring(this.position, this.position + 4);
			this.position += 4;
			return (char) Integer.parseInt(hex, 16);
		}
		catch (IndexOutOfBoundsException | NumberFormatException ex) {
			throw damaged();
		}
	}

	private @Nullable Object word(String word, @Nullable Object value) throws DamagedException {
		if (!this.text.startsWith(word, this.position)) {
			throw damaged();
		}
		this.position += word.length();
		return value;
	}

	private Double number() throws DamagedException {
		int start = this.position;
		while (this.position < this.text.length() && "+-.0123456789eE".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
		try {
			Double number = Double.valueOf(this.text.substring(start, this.position));
			if (!number.isInfinite()) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Said below.
		}
		throw damaged();
	}

	private boolean next(char c) {
		if (this.position < this.text.length() && this.text.charAt(this.position) == c) {
			this.position++;
			return true;
		}
		return false;
	}

	private void expect(char c) throws DamagedException {
		if (!next(c)) {
			throw damaged();
		}
	}

	private char peek() throws DamagedException {
		if (this.position >= this.text.length()) {
			throw damaged();
		}
		return this.text.charAt(this.position);
	}

	private void skipBlanks() {
		while (this.position < this.text.length() && " \t\r\n".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
	}

	private DamagedException damaged() {
		return new DamagedException("no JSON at character " + this.position);
	}

}
