package dev.telemetry.privacy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Scans a text for secrets, in a single pass that takes linear time for any text. Thread
 * safe. Scanning a text without a secret allocates nothing.
 */
final class SecretScanner {

	private static final int ASCII = 128;

	private static final Rule[] NO_RULES = {};

	// What follows a percent sign that is itself encoded, once or more.
	private static final String ENCODED_PERCENT = "25";

	// Rules by the character that triggers them.
	private final Rule[][] rules = new Rule[ASCII][];

	private final Replacement replacement;

	private final RedactionCounts counts;

	SecretScanner(RedactionSettings settings, SensitiveWords words, RedactionCounts counts) {
		this.replacement = settings.replacement();
		this.counts = counts;
		List<List<Rule>> byTrigger = new ArrayList<>();
		for (int i = 0; i < ASCII; i++) {
			byTrigger.add(new ArrayList<>());
		}
		for (SecretKind kind : settings.kinds()) {
			Rule rule = new Rule(kind.id(), kind.detector(words));
			rule.detector.triggers().chars().forEach((trigger) -> byTrigger.get(trigger).add(rule));
		}
		for (int i = 0; i < ASCII; i++) {
			this.rules[i] = byTrigger.get(i).toArray(NO_RULES);
		}
	}

	/**
	 * Replaces the secrets in a text.
	 * @return the same text if there are none; {@code null} if there are some and the
	 * text is to be dropped
	 */
	@Nullable String redact(String text) {
		StringBuilder redacted = null;
		int done = 0;
		boolean inWord = false;
		int behindEscape = -1;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			boolean alphanumeric = Ascii.isAlphanumeric(character);
			boolean escaped = i == behindEscape;
			if (escaped || character == '%' || character == '\\') {
				behindEscape = behindEscape(text, i);
			}
			if (character < ASCII && (!(inWord && alphanumeric) || escaped)) {
				Rule[] candidates = this.rules[character];
				for (int k = 0; k < candidates.length; k++) {
					Rule rule = candidates[k];
					long range = rule.detector.find(text, i, done);
					if (range != Detector.NONE) {
						this.counts.found(rule.kind);
						if (this.replacement.isDropping()) {
							return null;
						}
						redacted = (redacted != null) ? redacted : new StringBuilder(text.length());
						int start = Detector.start(range);
						int end = Detector.end(range);
						redacted.append(text, done, start)
							.append(this.replacement.of(rule.kind, text.substring(start, end)));
						done = end;
						i = end - 1;
						alphanumeric = end > 0 && Ascii.isAlphanumeric(text.charAt(end - 1));
						break;
					}
				}
			}
			inWord = alphanumeric;
		}
		return (redacted != null) ? redacted.append(text, done, text.length()).toString() : text;
	}

	// Also handles an escape that was encoded again, such as "%2520".
	private static int behindEscape(String text, int index) {
		char character = text.charAt(index);
		if (character == '%' || character == '\\') {
			return Ascii.escapeEnd(text, index);
		}
		boolean encoded = text.startsWith(ENCODED_PERCENT, index - ENCODED_PERCENT.length());
		return (encoded) ? Ascii.behindHexPair(text, index) : -1;
	}

	private record Rule(String kind, Detector detector) {
	}

}
