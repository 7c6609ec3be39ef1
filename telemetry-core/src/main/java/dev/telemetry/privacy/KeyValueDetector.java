package dev.telemetry.privacy;

import java.util.List;

import dev.telemetry.privacy.SensitiveWords.Sensitivity;

/**
 * Detects values whose key tells that they are secret: {@code key=value} and
 * {@code key: value} in text, properties, headers and queries, {@code "key": "value"} in
 * JSON, {@code key:: value} in LDIF, the text of an XML element, {@code --key value} and
 * {@code -key value} in a command line, {@code PASSWORD 'value'} in SQL.
 */
final class KeyValueDetector implements Detector {

	private static final int MAX_KEY = 64;

	private static final int MAX_BLANKS = 4;

	private static final int MAX_TAG = 256;

	// Escape of Gson, which is followed by the last two digits of a sign.
	private static final String ESCAPED = "\\u00";

	// Characters before a parameter of a query, encoded: question mark, ampersand,
	// semicolon, number sign.
	private static final List<String> ENCODED_SEPARATORS = List.of("3f", "26", "3b", "23");

	private static final int ENCODED_DIGITS = 2;

	// Extensions of files whose names appear with a line number in frames of
	// stack traces.
	private static final List<String> SOURCES = List.of(".java", ".kt", ".groovy", ".scala");

	// As in "BadCredentialsException: Bad credentials".
	private static final List<String> THROWABLES = List.of("Exception", "Error");

	// Words of SQL behind which a literal is secret.
	private static final String[] CLAUSES = { "password", "identified by" };

	private static final String AUTH = "auth";

	private static final String CDATA = "<![CDATA[";

	private static final String CDATA_END = "]]>";

	private final SensitiveWords words;

	KeyValueDetector(SensitiveWords words) {
		this.words = words;
	}

	@Override
	public String triggers() {
		return "=:>-%\\'";
	}

	@Override
	public long find(String text, int at, int from) {
		return switch (text.charAt(at)) {
			case '=' -> isAssignment(text, at) ? before(text, at, from) : NONE;
			case ':' -> isColon(text, at) ? before(text, at, from) : NONE;
			case '>' -> element(text, at, from);
			case '%' -> encoded(text, at, from, Ascii.behindPercent(text, at));
			case '\\' -> (text.startsWith(ESCAPED, at)) ? encoded(text, at, from, at + ESCAPED.length()) : NONE;
			case '\'' -> literal(text, at);
			default -> option(text, at);
		};
	}

	private static boolean isAssignment(String text, int at) {
		char next = charAt(text, at + 1);
		char before = charAt(text, at - 1);
		return next != '=' && before != '=' && before != '!' && before != '<' && before != '>';
	}

	private static boolean isColon(String text, int at) {
		char next = charAt(text, at + 1);
		return !Replacement.isColonOf(text, at) && next != ':' && next != '='
				&& (charAt(text, at - 1) != ':' || Ascii.isBlank(next)) && (next != '/' || charAt(text, at + 2) != '/')
				&& !(Ascii.isDigit(next) && isLineOfSource(text, at)) && !endsWith(THROWABLES, text, at);
	}

	// As in "PasswordCheck.check(PasswordCheck.java:17)".
	private static boolean isLineOfSource(String text, int at) {
		int end = Ascii.digitsEnd(text, at + 1, text.length());
		return charAt(text, end) == ')' && endsWith(SOURCES, text, at);
	}

	private static boolean endsWith(List<String> endings, String text, int end) {
		for (int i = 0; i < endings.size(); i++) {
			String ending = endings.get(i);
			if (text.startsWith(ending, end - ending.length())) {
				return true;
			}
		}
		return false;
	}

	private static char charAt(String text, int index) {
		return (index >= 0 && index < text.length()) ? text.charAt(index) : '\0';
	}

	// The key is before the sign, possibly in quotes, which may be escaped.
	private long before(String text, int at, int from) {
		if (ReportedValues.isOfColumns(text, at)) {
			int columns = ReportedValues.columnsStart(text, at, from);
			return isSecret(text, columns, at - 1) ? ReportedValues.ofColumns(text, at) : NONE;
		}
		if (ReportedValues.isBeforeProperty(text, at)) {
			int nameEnd = ReportedValues.propertyEnd(text, at);
			return isSecret(text, at + 1, nameEnd) ? ReportedValues.onNextLine(text, nameEnd) : NONE;
		}
		int end = (charAt(text, at - 1) == ':') ? at - 1 : at;
		for (int i = 0; i < MAX_BLANKS && end > from && Ascii.isBlank(text.charAt(end - 1)); i++) {
			end--;
		}
		boolean quoted = end > from && Ascii.isQuote(text.charAt(end - 1));
		if (quoted) {
			end--;
			for (int i = 0; i < MAX_BLANKS && end > from && text.charAt(end - 1) == '\\'; i++) {
				end--;
			}
		}
		int keyEnd = (quoted) ? end : beforeEncodedQuote(text, end, from);
		int start = (Replacement.startBefore(text, keyEnd) < 0) ? keyStart(text, keyEnd, from) : keyEnd;
		Sensitivity sensitivity = (start < keyEnd) ? this.words.of(text, start, keyEnd) : Sensitivity.NONE;
		if (sensitivity == Sensitivity.NONE) {
			return NONE;
		}
		if (sensitivity != Sensitivity.IN_QUERY && ReportedValues.isMessage(text, at)) {
			return ReportedValues.inMessage(text, at);
		}
		// "=>" as hashes of Ruby and PHP are printed.
		int behind = (text.charAt(at) == '=' && charAt(text, at + 1) == '>') ? at + 2 : at + 1;
		if (sensitivity == Sensitivity.IN_QUERY && !isInQuery(text, start, at)) {
			// As in the configuration of Docker and npm.
			boolean auth = text.regionMatches(true, keyEnd - AUTH.length(), AUTH, 0, AUTH.length());
			return (auth) ? CredentialsDetector.userAndPassword(text, behind) : NONE;
		}
		long value = (keyEnd < end) ? behindEncodedQuote(text, behind, text.substring(keyEnd, end), sensitivity)
				: SecretValue.find(text, behind, sensitivity, !quoted && text.charAt(at) == ':');
		boolean harmless = value != NONE
				&& (isSameColumn(text, start, keyEnd, value) || ReportedValues.isKindOfRequest(text, value));
		return (harmless) ? NONE : value;
	}

	// As in "join b on a.session_id = b.session_id".
	private static boolean isSameColumn(String text, int keyStart, int keyEnd, long value) {
		int column = keyEnd;
		while (column > keyStart && text.charAt(column - 1) != '.') {
			column--;
		}
		int dot = Detector.end(value) - (keyEnd - column) - 1;
		int alias = dot;
		while (alias > Detector.start(value) && dot - alias < MAX_KEY && Ascii.isUrlSafe(text.charAt(alias - 1))) {
			alias--;
		}
		return alias < dot && alias == Detector.start(value) && text.charAt(dot) == '.'
				&& text.regionMatches(true, dot + 1, text, column, keyEnd - column);
	}

	// Returns the start of an encoded quote that ends a key, "%22", "%2522", or a
	// backslash with "u0022", or the end if there is none.
	private static int beforeEncodedQuote(String text, int end, int from) {
		int digits = end - ENCODED_DIGITS;
		if (!text.startsWith("22", digits) && !text.startsWith("27", digits)) {
			return end;
		}
		int start = digits;
		while (text.startsWith("25", start - ENCODED_DIGITS)) {
			start -= ENCODED_DIGITS;
		}
		start = (charAt(text, start - 1) == '%') ? start - 1 : digits - ESCAPED.length();
		return (start >= from && (text.charAt(start) == '%' || text.startsWith(ESCAPED, start))) ? start : end;
	}

	// Finds a value in the same quotes as its key, which one blank may precede.
	private static long behindEncodedQuote(String text, int behind, String quote, Sensitivity sensitivity) {
		int start = behind;
		if (charAt(text, start) == '+' || charAt(text, start) == ' ') {
			start++;
		}
		else if (text.startsWith("%20", start)) {
			start += "%20".length();
		}
		if (!text.startsWith(quote, start)) {
			return SecretValue.find(text, behind, sensitivity, false);
		}
		start += quote.length();
		int end = text.indexOf(quote, start);
		while (end > 0 && (text.charAt(end - 1) == '\\' || text.startsWith("%5C", end - "%5C".length()))) {
			end = text.indexOf(quote, end + 1);
		}
		end = (end < 0) ? text.length() : end;
		return (end == start || Replacement.endAt(text, start) == end) ? NONE : Detector.found(start, end);
	}

	// As in a URL that is a parameter of another one, "next=%2Fcallback%3Ftoken%3Dx", or
	// a parameter of such a parameter, "%253Ftoken%253Dx".
	private long encoded(String text, int at, int from, int digits) {
		char last = Ascii.lower(charAt(text, digits + 1));
		boolean sign = charAt(text, digits) == '3' && (last == 'd' || last == 'a');
		return (sign) ? behindEncodedKey(text, at, from, digits + ENCODED_DIGITS) : NONE;
	}

	private long behindEncodedKey(String text, int at, int from, int behind) {
		int end = beforeEncodedQuote(text, at, from);
		int limit = Math.max(from, end - MAX_KEY);
		int start = end;
		while (start > limit && (Ascii.isUrlSafe(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
			start--;
		}
		boolean inQuery = false;
		if (charAt(text, start - 1) == '%') {
			int digits = Ascii.behindPercent(text, start - 1);
			inQuery = isSeparator(text, digits) && Ascii.lower(text.charAt(behind - 1)) == 'd';
			start = Math.min(Ascii.behindHexPair(text, digits), end);
		}
		Sensitivity sensitivity = (start < end) ? this.words.of(text, start, end) : Sensitivity.NONE;
		if (sensitivity.compareTo((inQuery) ? Sensitivity.IN_QUERY : Sensitivity.LIKELY) < 0) {
			return NONE;
		}
		return (end < at) ? behindEncodedQuote(text, behind, text.substring(end, at), sensitivity)
				: SecretValue.find(text, behind, sensitivity, false);
	}

	private static boolean isSeparator(String text, int digits) {
		for (int i = 0; i < ENCODED_SEPARATORS.size(); i++) {
			String separator = ENCODED_SEPARATORS.get(i);
			if (text.regionMatches(true, digits, separator, 0, ENCODED_DIGITS)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isInQuery(String text, int start, int at) {
		char before = charAt(text, start - 1);
		return text.charAt(at) == '=' && (isStartOfQuery(text, start, at) || before == '?' || before == '&'
				|| before == ';' || before == '#');
	}

	// For the attribute "url.query", which has no question mark.
	private static boolean isStartOfQuery(String text, int start, int at) {
		return start == 0 && text.indexOf('&', at) >= 0;
	}

	private static int keyStart(String text, int end, int from) {
		int start = end;
		int limit = Math.max(from, end - MAX_KEY);
		while (start > limit && isKey(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	private static boolean isKey(char character) {
		return Ascii.isUrlSafe(character) || character == '.' || character == '[' || character == ']'
				|| character == '%' || character == '$';
	}

	private long element(String text, int at, int from) {
		int tag = tagStart(text, at, from);
		if (tag < 0) {
			return NONE;
		}
		int start = tag + 1;
		int nameEnd = start;
		for (int i = start; i < at && isInName(text.charAt(i)); i++) {
			nameEnd = i + 1;
			if (text.charAt(i) == ':') {
				start = i + 1;
			}
		}
		if (start >= nameEnd || !endsName(text, nameEnd, at) || !isSecret(text, start, nameEnd)) {
			return NONE;
		}
		return content(text, at + 1);
	}

	private static long content(String text, int behindTag) {
		int start = behindTag;
		while (start < text.length() && Ascii.isSpace(text.charAt(start))) {
			start++;
		}
		boolean raw = text.startsWith(CDATA, start);
		start = (raw) ? start + CDATA.length() : start;
		int end = text.indexOf((raw) ? CDATA_END : "<", start);
		end = (end < 0) ? text.length() : end;
		return (end == start || Replacement.endAt(text, start) == end) ? NONE : Detector.found(start, end);
	}

	// Returns the start of the tag that ends here, with its attributes, or -1 if
	// there is none.
	private static int tagStart(String text, int at, int from) {
		int limit = Math.max(from, at - MAX_TAG);
		for (int i = at - 1; i >= limit; i--) {
			char character = text.charAt(i);
			if (character == '<') {
				return (charAt(text, at - 1) != '/') ? i : -1;
			}
			if (character == '>') {
				return -1;
			}
		}
		return -1;
	}

	// Attributes may follow the name; a name that is followed by a comma is that of a
	// Java type.
	private static boolean endsName(String text, int nameEnd, int at) {
		if (nameEnd == at) {
			return true;
		}
		for (int i = nameEnd; Ascii.isBlank(text.charAt(nameEnd)) && i < at; i++) {
			if (text.charAt(i) == '=') {
				return true;
			}
		}
		return false;
	}

	private static boolean isInName(char character) {
		return isKey(character) || character == ':';
	}

	// A single hyphen may also be within a word.
	private long option(String text, int at) {
		char before = charAt(text, at - 1);
		boolean begins = (charAt(text, at + 1) == '-') ? before != '-' : Ascii.isSpace(before) || Ascii.isQuote(before);
		if (!begins) {
			return NONE;
		}
		int end = at + 1;
		while (end < text.length() && end - at < MAX_KEY && Ascii.isUrlSafe(text.charAt(end))) {
			end++;
		}
		if (!Ascii.isBlank(charAt(text, end)) || charAt(text, end + 1) == '-' || !isSecret(text, at + 1, end)) {
			return NONE;
		}
		return SecretValue.find(text, end + 1, Sensitivity.SURE, false);
	}

	private long literal(String text, int at) {
		int entryEnd = ReportedValues.entryEnd(text, at);
		if (entryEnd >= 0) {
			int key = ReportedValues.entryKey(entryEnd);
			return isSecret(text, key, quotedEnd(text, key)) ? SecretValue.hidden(text, at + 1, entryEnd) : NONE;
		}
		if (ReportedValues.isOfProperty(text, at)) {
			int keyEnd = quotedEnd(text, at + 1);
			return isSecret(text, at + 1, keyEnd) ? ReportedValues.cause(text, keyEnd) : NONE;
		}
		int end = at;
		for (int i = 0; i < MAX_BLANKS && end > 0 && Ascii.isBlank(text.charAt(end - 1)); i++) {
			end--;
		}
		for (String clause : CLAUSES) {
			if (end < at && text.regionMatches(true, end - clause.length(), clause, 0, clause.length())) {
				return SecretValue.find(text, at, Sensitivity.SURE, false);
			}
		}
		return NONE;
	}

	private static int quotedEnd(String text, int start) {
		int end = start;
		while (end < text.length() && end - start < MAX_KEY && text.charAt(end) != '\'') {
			end++;
		}
		return end;
	}

	private boolean isSecret(String text, int keyStart, int keyEnd) {
		return this.words.of(text, keyStart, keyEnd).compareTo(Sensitivity.LIKELY) >= 0;
	}

}
