package dev.telemetry.privacy;

/**
 * Detects card numbers: digits alone, in the groups that are printed on a card, or on a
 * magnetic stripe. Other groups are ignored, so that UUIDs, dates and ids are not taken
 * for card numbers.
 */
final class CardDetector implements Detector {

	private static final int FIRST_GROUP = 4;

	private static final char NON_BREAKING_HYPHEN = '\u2011';

	// The first track of a magnetic stripe (ISO/IEC 7813).
	private static final char STRIPE = 'B';

	private static final int MAX_NAME = 26;

	// The date of expiry and the service code.
	private static final int MIN_STRIPE = 7;

	private static final int MAX_STRIPE = 79;

	@Override
	public String triggers() {
		return "23456" + STRIPE;
	}

	@Override
	public long find(String text, int at, int from) {
		if (text.charAt(at) == STRIPE) {
			long range = number(text, at + 1);
			return (range != NONE && text.startsWith("^", Detector.end(range))) ? onStripe(text, range) : NONE;
		}
		long range = (isFraction(text, at)) ? NONE : number(text, at);
		return (range != NONE) ? onStripe(text, range) : NONE;
	}

	// What follows the number on a magnetic stripe is as secret as the number.
	private static long onStripe(String text, long range) {
		int end = Detector.end(range);
		int start = end;
		if (text.startsWith("^", end)) {
			start++;
			while (start < text.length() && start - end <= MAX_NAME && text.charAt(start) != '^') {
				start++;
			}
		}
		if (!text.startsWith((start > end) ? "^" : "=", start)) {
			return range;
		}
		int behind = Ascii.digitsEnd(text, start + 1, start + MAX_STRIPE);
		return (behind - start > MIN_STRIPE) ? Detector.found(Detector.start(range), behind) : range;
	}

	private static long number(String text, int at) {
		int end = Ascii.digitsEnd(text, at, at + CardNumbers.MAX_DIGITS + 1);
		int digits = end - at;
		if (digits >= CardNumbers.MIN_DIGITS) {
			return (isOver(text, end) && CardNumbers.isCard(text, at, end, digits)) ? Detector.found(at, end) : NONE;
		}
		return (digits == FIRST_GROUP) ? grouped(text, at, end) : NONE;
	}

	// Returns whether the digits are the fraction of a number.
	private static boolean isFraction(String text, int at) {
		return at > 1 && text.charAt(at - 1) == '.' && Ascii.isDigit(text.charAt(at - 2));
	}

	private static boolean isOver(String text, int end) {
		if (!Ascii.isWordEnd(text, end)) {
			return false;
		}
		return end + 1 >= text.length() || text.charAt(end) != '.' || !Ascii.isDigit(text.charAt(end + 1));
	}

	private static long grouped(String text, int at, int firstEnd) {
		if (Ascii.blankEnd(text, firstEnd) < 0 && (firstEnd >= text.length() || !isSign(text.charAt(firstEnd)))) {
			return NONE;
		}
		char separator = text.charAt(firstEnd);
		int end = firstEnd;
		int digits = FIRST_GROUP;
		int group = 1;
		long last = NONE;
		while (digits < CardNumbers.MAX_DIGITS && end < text.length() && text.charAt(end) == separator) {
			int begin = behindSeparator(text, end);
			int next = Ascii.digitsEnd(text, begin, begin + 7);
			int size = next - begin;
			if (!isGroup(group, size, digits) || !Ascii.isWordEnd(text, next)) {
				break;
			}
			digits += size;
			end = next;
			group++;
			if (CardNumbers.isCard(text, at, end, digits) && !goesOn(text, end, separator)) {
				last = Detector.found(at, end);
			}
		}
		return last;
	}

	// Two blanks at most.
	private static int behindSeparator(String text, int index) {
		int end = Ascii.blankEnd(text, index);
		if (end < 0) {
			return index + 1;
		}
		int second = Ascii.blankEnd(text, end);
		return (second > 0) ? second : end;
	}

	private static boolean isSign(char character) {
		return character == '-' || character == '.' || character == '_' || character == NON_BREAKING_HYPHEN;
	}

	// 4-4-4-4, 4-4-4-4-3, 4-6-5 and 4-6-4.
	private static boolean isGroup(int group, int size, int digitsBefore) {
		boolean wide = digitsBefore == 10;
		return switch (group) {
			case 1 -> size == 4 || size == 6;
			case 2 -> (wide) ? size == 4 || size == 5 : size == 4;
			case 3 -> !wide && digitsBefore == 12 && (size == 4 || size == 1);
			case 4 -> size <= 3 && size > 0;
			default -> false;
		};
	}

	// A separator other than a blank continues a longer id; after a blank, a new text
	// may begin.
	private static boolean goesOn(String text, int end, char separator) {
		return isSign(separator) && end + 1 < text.length() && text.charAt(end) == separator
				&& Ascii.isAlphanumeric(text.charAt(end + 1));
	}

}
