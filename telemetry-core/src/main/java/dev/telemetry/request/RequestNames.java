package dev.telemetry.request;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;

/**
 * Turns what a client sent into names of a bounded set.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RequestNames {

	private static final String NOT_FOUND = "NOT_FOUND";

	private static final String REDIRECTION = "REDIRECTION";

	/** Stands for a pattern that is not known. */
	public static final String UNKNOWN = "UNKNOWN";

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE");

	private static final int MAX_METHOD = 32;

	private RequestNames() {
	}

	/**
	 * The method, if HTTP defines it.
	 * @param method the method as it was sent
	 * @return the method, or {@value RequestOutcome#OTHER_METHOD}
	 */
	public static String method(@Nullable String method) {
		return (method != null && METHODS.contains(method)) ? method : RequestOutcome.OTHER_METHOD;
	}

	/**
	 * The pattern, else the word that Spring Boot uses for the status.
	 * @param pattern the matched pattern, or {@code null} if none matched
	 * @param status status of the response
	 * @return a name
	 */
	public static String pattern(@Nullable String pattern, int status) {
		if (pattern != null) {
			return pattern;
		}
		return switch (status) {
			case 300, 301, 302, 303, 304, 307, 308 -> REDIRECTION;
			case 404 -> NOT_FOUND;
			default -> UNKNOWN;
		};
	}

	/**
	 * The method as it was sent, up to a length that fits every real one.
	 * @param method the method
	 * @return the method
	 */
	public static @Nullable String originalMethod(@Nullable String method) {
		return bounded(method, MAX_METHOD);
	}

	/**
	 * The method of a name: unknown ones have one in common.
	 */
	static String methodOfSpanName(String method) {
		return (method.equals(RequestOutcome.OTHER_METHOD)) ? "HTTP" : method;
	}

	/**
	 * A path without its parameters, among which are ids of sessions.
	 * @param path the path, or the template of one
	 * @return the path without them, or {@code null} if there is none
	 */
	public static @Nullable String withoutParameters(@Nullable String path) {
		int begin = (path != null) ? path.indexOf(';') : -1;
		if (path == null || begin < 0) {
			return path;
		}
		StringBuilder kept = new StringBuilder(path.length());
		int end = 0;
		while (begin >= 0) {
			kept.append(path, end, begin);
			end = endOfParameters(path, begin);
			begin = path.indexOf(';', end);
		}
		return kept.append(path, end, path.length()).toString();
	}

	/**
	 * Where the parameters of a segment end: where they would begin, if there are none.
	 */
	static int endOfParameters(String path, int begin) {
		if (begin >= path.length() || path.charAt(begin) != ';') {
			return begin;
		}
		int next = path.indexOf('/', begin);
		return (next >= 0) ? next : path.length();
	}

	/**
	 * A text that a client has chosen, up to a length that fits every real one.
	 */
	static @Nullable String bounded(@Nullable String text, int maxLength) {
		return (text != null && text.length() > maxLength) ? text.substring(0, maxLength) : text;
	}

}
