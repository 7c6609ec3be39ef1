package dev.telemetry.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Search expression for traces. All words have to occur; {@code "two words"} is one text,
 * {@code -word} must not occur, and {@code key=value} is an attribute. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SearchWords {

	private static final int MAX_WORDS = 32;

	// Each alternative matches at least one character, and no two begin alike, so that
	// matching takes linear time.
	private static final Pattern WORD = Pattern.compile("(-?)(?:([^\\s=\"]+)=)?(?:\"([^\"]*)\"?|([^\\s\"]+))");

	private final List<Word> words;

	private SearchWords(List<Word> words) {
		this.words = words;
	}

	/**
	 * Parses a search expression. Every text is valid.
	 * @param text the text
	 * @return the expression
	 */
	public static SearchWords of(String text) {
		List<Word> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(text);
		while (words.size() < MAX_WORDS && matcher.find()) {
			String value = (matcher.group(3) != null) ? matcher.group(3) : matcher.group(4);
			words.add(new Word(!matcher.group(1).isEmpty(), matcher.group(2), (value != null) ? value : ""));
		}
		return new SearchWords(words);
	}

	/**
	 * Returns whether a trace matches.
	 * @param trace the trace
	 * @return whether all words occur, and none of the unwanted ones
	 */
	public boolean match(ViewedTrace trace) {
		for (Word word : this.words) {
			if (word.isIn(trace) == word.unwanted()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A word.
	 *
	 * @param unwanted whether the word must not occur
	 * @param key key of an attribute, or {@code null} if the word is not an attribute
	 * @param value the text, or the value of the attribute
	 */
	private record Word(boolean unwanted, @Nullable String key, String value) {

		boolean isIn(ViewedTrace trace) {
			if (this.key == null) {
				return TraceTexts.any(trace, (text) -> contains(text, this.value));
			}
			String both = this.key + "=" + this.value;
			return TraceTexts.hasAttribute(trace, this.key, this.value)
					|| TraceTexts.any(trace, (text) -> contains(text, both));
		}

		private static boolean contains(String text, String part) {
			int last = text.length() - part.length();
			for (int i = 0; i <= last; i++) {
				if (text.regionMatches(true, i, part, 0, part.length())) {
					return true;
				}
			}
			return false;
		}

	}

}
