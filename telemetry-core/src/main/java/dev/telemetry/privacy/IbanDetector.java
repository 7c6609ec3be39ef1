package dev.telemetry.privacy;

/**
 * Detects international bank account numbers, without blanks or in groups of four.
 */
final class IbanDetector implements Detector {

	// Codes of countries with the lengths of their numbers, from the registry of
	// ISO 13616.
	private static final String COUNTRIES = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27"
			+ "DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
			+ "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22"
			+ "RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

	private static final byte[] LENGTHS = new byte[26 * 26];

	static {
		for (int i = 0; i < COUNTRIES.length(); i += 4) {
			LENGTHS[country(COUNTRIES.charAt(i), COUNTRIES.charAt(i + 1))] = Byte
				.parseByte(COUNTRIES.substring(i + 2, i + 4));
		}
	}

	private static int country(char first, char second) {
		return (Ascii.lower(first) - 'a') * 26 + Ascii.lower(second) - 'a';
	}

	@Override
	public String triggers() {
		return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	}

	@Override
	public long find(String text, int at, int from) {
		if (at + 4 > text.length() || !Ascii.isLetter(text.charAt(at + 1)) || !Ascii.isDigit(text.charAt(at + 2))
				|| !Ascii.isDigit(text.charAt(at + 3))) {
			return NONE;
		}
		int length = LENGTHS[country(text.charAt(at), text.charAt(at + 1))];
		int end = (length > 0) ? end(text, at, length) : -1;
		return (end > 0 && Ascii.isWordEnd(text, end) && isValid(text, at, end)) ? Detector.found(at, end) : NONE;
	}

	// Returns the index behind a number of letters and digits, or -1. Each group may be
	// followed by one separator.
	private static int end(String text, int at, int length) {
		int index = at;
		int seen = 0;
		boolean separated = false;
		while (seen < length) {
			if (index < text.length() && Ascii.isAlphanumeric(text.charAt(index))) {
				seen++;
				index++;
				separated = false;
			}
			else {
				index = (seen % 4 == 0 && !separated) ? separatorEnd(text, index) : -1;
				separated = true;
			}
			if (index < 0) {
				return -1;
			}
		}
		return index;
	}

	private static int separatorEnd(String text, int index) {
		return (index < text.length() && text.charAt(index) == '-') ? index + 1 : Ascii.blankEnd(text, index);
	}

	// ISO 7064, mod 97-10: the first four characters count last, a letter as two digits.
	private static boolean isValid(String text, int at, int end) {
		int rest = remainder(text, at + 4, end, 0);
		return remainder(text, at, at + 4, rest) == 1;
	}

	private static int remainder(String text, int start, int end, int before) {
		int rest = before;
		for (int i = start; i < end; i++) {
			char character = Ascii.lower(text.charAt(i));
			if (character == '%') {
				i = Ascii.blankEnd(text, i) - 1;
			}
			else if (Ascii.isDigit(character)) {
				rest = (rest * 10 + character - '0') % 97;
			}
			else if (Ascii.isLetter(character)) {
				rest = (rest * 100 + character - 'a' + 10) % 97;
			}
		}
		return rest;
	}

}
