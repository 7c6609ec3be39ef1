package dev.telemetry.request;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;

/**
 * Rule that sets how requests for some paths are sampled. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param pattern path below the context path: {@code *} and a name in braces stand for
 * one segment, {@code **} at the end for any number of them
 * @param sampling the settings for these paths, or {@code null} if they are untraced
 * @since 0.1.0
 */
public record PathRule(String pattern, @Nullable PathSampling sampling) {

	private static final Pattern PATTERN = Pattern.compile("(/([^/*{}]*|\\*|\\{[^/*{}]+}))*(/\\*\\*)?");

	public PathRule {
		if (!isPattern(pattern)) {
			throw new IllegalArgumentException("'" + pattern + "' is no pattern of paths");
		}
	}

	/**
	 * Returns whether a text is a pattern of paths.
	 * @param pattern the text
	 * @return whether it begins with a slash, and has wildcards only for whole segments,
	 * {@code **} only at the end
	 */
	public static boolean isPattern(String pattern) {
		return pattern.startsWith("/") && PATTERN.matcher(pattern).matches();
	}

}
