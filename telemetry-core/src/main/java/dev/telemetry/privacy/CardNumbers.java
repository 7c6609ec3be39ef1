package dev.telemetry.privacy;

/**
 * Checks whether a number is that of a payment card (ISO/IEC 7812): a known issuer, a
 * length that the issuer uses, and a valid check digit.
 */
final class CardNumbers {

	static final int MIN_DIGITS = 13;

	static final int MAX_DIGITS = 19;

	private static final long SMALLEST = 1_000_000_000_000L;

	private CardNumbers() {
	}

	/**
	 * Returns whether a number is that of a card.
	 */
	static boolean isCard(long number) {
		if (number < SMALLEST) {
			return false;
		}
		String digits = Long.toString(number);
		return isCard(digits, 0, digits.length(), digits.length());
	}

	/**
	 * Returns whether the digits within a range of a text are those of a card. Other
	 * characters in it, and blanks that are encoded, are passed over.
	 */
	static boolean isCard(String text, int start, int end, int digits) {
		if (digits < MIN_DIGITS || digits > MAX_DIGITS) {
			return false;
		}
		int sum = 0;
		int prefix = 0;
		int seen = 0;
		for (int i = start; i < end; i++) {
			char character = text.charAt(i);
			if (character == '%') {
				i = Ascii.blankEnd(text, i) - 1;
			}
			else if (Ascii.isDigit(character)) {
				int digit = character - '0';
				prefix = (seen < 6) ? prefix * 10 + digit : prefix;
				seen++;
				sum += weighted(digit, digits - seen);
			}
		}
		return sum % 10 == 0 && isIssued(prefix, digits);
	}

	// Luhn: from the right, every second digit counts twice.
	private static int weighted(int digit, int fromTheRight) {
		if (fromTheRight % 2 == 0) {
			return digit;
		}
		return (digit > 4) ? digit * 2 - 9 : digit * 2;
	}

	private static boolean isIssued(int prefix, int digits) {
		int two = prefix / 10_000;
		int four = prefix / 100;
		return switch (prefix / 100_000) {
			case 2 -> digits == 16 && four >= 2221 && four <= 2720;
			case 3 -> isDiners(prefix / 1_000, two, digits) || isJcb(four, digits)
					|| (digits == 15 && (two == 34 || two == 37));
			case 4 -> digits == 13 || digits == 16 || digits == 19;
			case 5 -> (digits == 16 && two >= 51 && two <= 55) || isMaestro(four, digits);
			case 6 -> (digits >= 16 && isDiscoverOrUnionPay(prefix / 1_000, two, four)) || isMaestro(four, digits);
			default -> false;
		};
	}

	private static boolean isDiners(int three, int two, int digits) {
		return digits == 14 && ((three >= 300 && three <= 305) || three == 309 || two == 36 || two == 38 || two == 39);
	}

	private static boolean isJcb(int four, int digits) {
		return digits >= 16 && four >= 3528 && four <= 3589;
	}

	private static boolean isDiscoverOrUnionPay(int three, int two, int four) {
		return four == 6011 || two == 65 || two == 62 || (three >= 644 && three <= 649);
	}

	private static boolean isMaestro(int four, int digits) {
		return digits >= MIN_DIGITS && switch (four) {
			case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
			default -> false;
		};
	}

}
