package dev.telemetry.privacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds secrets of one kind that only an application knows. Each bean of this type is
 * asked for every text that leaves the process, on an exporting thread, after the
 * built-in kinds have been replaced. Must be thread safe.
 * <p>
 * A detector that throws, or that takes longer than 50 ms for one text, does not let the
 * text through: the text is replaced as a whole and counted as a failure.
 *
 * @since 0.1.0
 */
public interface SecretDetector {

	/**
	 * Names the kind in replacements and in the meter of what was found.
	 * @return at most 32 lower case letters, digits and hyphens; always the same
	 */
	String kind();

	/**
	 * Finds the next secret.
	 * @param text the text; reading it throws as soon as the time is up
	 * @param from index to begin at
	 * @return where it is, or {@code null} if there is none
	 */
	@Nullable TextRange find(CharSequence text, int from);

	/**
	 * Makes a detector from a regular expression.
	 * @param kind names the kind: at most 32 lower case letters, digits and hyphens
	 * @param pattern matches a whole secret
	 * @return the detector
	 */
	static SecretDetector of(String kind, Pattern pattern) {
		return new SecretDetector() {

			@Override
			public String kind() {
				return kind;
			}

			@Override
			public @Nullable TextRange find(CharSequence text, int from) {
				Matcher matcher = pattern.matcher(text);
				return matcher.find(from) ? new TextRange(matcher.start(), matcher.end()) : null;
			}

		};
	}

}
