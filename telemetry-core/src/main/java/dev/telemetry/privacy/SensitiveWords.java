package dev.telemetry.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Words that mark keys of secret values. A key is split into words at every character
 * that is neither a letter nor a digit, and where lower case changes to upper case:
 * {@code auth.token}, {@code authToken} and {@code AUTH_TOKEN} have the word
 * {@code token}, {@code author} does not have the word {@code auth}. Immutable and thread
 * safe; a look-up allocates nothing.
 */
final class SensitiveWords {

	private static final List<String> HEADERS = List.of("authorization", "cookie", "cookies");

	private static final List<String> SURE = List.of("passwords", "secrets", "passwds", "pwd", "passcode", "pincode",
			"credential", "credentials", "privatekey", "accountkey", "sharedaccesskey", "accesskey", "accesskeyid",
			"awsaccesskeyid", "encryptionkey", "signingkey", "masterkey", "secretkey", "apikey", "apitoken",
			"subscriptionkey", "functionskey", "codeverifier", "samlresponse", "creditcard", "cardnumber", "cvv",
			"cvv2", "cvc", "ssn", "otp", "totp");

	private static final List<String> LIKELY = List.of("token", "accesstoken", "refreshtoken", "idtoken", "authtoken",
			"sessiontoken", "securitytoken", "csrftoken", "xsrftoken", "sessionid", "jsessionid", "phpsessid", "sessid",
			"csrf", "xsrf", "bearer", "pass", "jwt");

	private static final List<String> QUERY = List.of("sig", "signature", "key", "code", "auth", "sid", "session",
			"ticket", "assertion", "samlart");

	// These also match the end of a word: userpassword, MYSQLPASSWORD. The last ones are
	// options of keytool and OpenSSL: -srcstorepass, -passin.
	private static final List<String> ENDINGS = List.of("password", "passwd", "passphrase", "secret", "storepass",
			"keypass", "passin", "passout");

	// As in "llm.token_count.prompt".
	private static final String COUNT = "count";

	private final List<@Nullable List<Word>> byFirstLetter = new ArrayList<>();

	/**
	 * Creates the words.
	 * @param more words in addition to the built-in ones
	 */
	SensitiveWords(Collection<String> more) {
		for (char letter = 0; letter < 128; letter++) {
			this.byFirstLetter.add(null);
		}
		add(HEADERS, Sensitivity.HEADER);
		add(SURE, Sensitivity.SURE);
		add(ENDINGS, Sensitivity.SURE);
		add(LIKELY, Sensitivity.LIKELY);
		add(QUERY, Sensitivity.IN_QUERY);
		add(more.stream().map(SensitiveWords::normalized).filter((word) -> !word.isEmpty()).toList(), Sensitivity.SURE);
	}

	private static String normalized(String word) {
		return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private void add(Collection<String> words, Sensitivity sensitivity) {
		for (String text : words) {
			List<Word> sameLetter = this.byFirstLetter.get(text.charAt(0));
			if (sameLetter == null) {
				sameLetter = new ArrayList<>();
				this.byFirstLetter.set(text.charAt(0), sameLetter);
			}
			sameLetter.add(new Word(text, sensitivity, ENDINGS.contains(text)));
		}
	}

	/**
	 * Finds the most sensitive word of a key.
	 * @param text the text that contains the key
	 * @param start index of the first character of the key
	 * @param end index behind the last character of the key
	 * @return the sensitivity of the key
	 */
	Sensitivity of(String text, int start, int end) {
		Sensitivity most = Sensitivity.NONE;
		for (int i = start; i < end; i++) {
			char letter = Ascii.lower(text.charAt(i));
			List<Word> candidates = (letter < 128) ? this.byFirstLetter.get(letter) : null;
			if (candidates != null) {
				boolean wordStart = isWordStart(text, i, start, end);
				for (int k = 0; k < candidates.size(); k++) {
					Word word = candidates.get(k);
					if ((wordStart || word.ending) && word.sensitivity.compareTo(most) > 0
							&& isAt(text, i, end, word)) {
						most = word.sensitivity;
					}
				}
			}
		}
		return most;
	}

	private static boolean isWordStart(String text, int index, int start, int end) {
		if (index == start || !Ascii.isAlphanumeric(text.charAt(index - 1)) || isBehindEscape(text, index, start)) {
			return true;
		}
		char before = text.charAt(index - 1);
		if (!Ascii.isUpper(text.charAt(index))) {
			return Ascii.isDigit(before);
		}
		return !Ascii.isUpper(before) || (index + 1 < end && !Ascii.isUpper(text.charAt(index + 1)));
	}

	// As in "user%5Btoken%5D".
	private static boolean isBehindEscape(String text, int index, int start) {
		int percent = index - 3;
		return percent >= start && text.charAt(percent) == '%' && Ascii.escapeEnd(text, percent) == index;
	}

	// The word may contain characters that split words, and digits may follow.
	private static boolean isAt(String text, int start, int end, Word word) {
		int index = start;
		int matched = 0;
		while (matched < word.text.length()) {
			if (index >= end) {
				return false;
			}
			char character = text.charAt(index++);
			if (Ascii.lower(character) == word.text.charAt(matched)) {
				matched++;
			}
			else if (Ascii.isAlphanumeric(character) || character >= 128) {
				return false;
			}
		}
		return (index >= end || !Ascii.isLetter(text.charAt(index)) || isWordStart(text, index, start, end))
				&& !(word.sensitivity == Sensitivity.LIKELY && isCounted(text, index, end));
	}

	private static boolean isCounted(String text, int index, int end) {
		int start = (index < end && !Ascii.isAlphanumeric(text.charAt(index))) ? index + 1 : index;
		int behind = start + COUNT.length();
		return behind <= end && text.regionMatches(true, start, COUNT, 0, COUNT.length())
				&& (behind == end || !Ascii.isLetter(text.charAt(behind)) || Ascii.isUpper(text.charAt(behind)));
	}

	/**
	 * How certain it is that the value of a key is secret, in ascending order.
	 */
	enum Sensitivity {

		/**
		 * The value is not secret.
		 */
		NONE,

		/**
		 * The value is secret only in the query of a URL.
		 */
		IN_QUERY,

		/**
		 * The value is secret if it looks like a secret.
		 */
		LIKELY,

		/**
		 * The value is always secret.
		 */
		SURE,

		/**
		 * The value is always secret, and may have several words.
		 */
		HEADER

	}

	private record Word(String text, Sensitivity sensitivity, boolean ending) {
	}

}
