package dev.telemetry.request;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;

/**
 * Maps values that a client sent to a bounded set of names.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RequestNames {

	private static final String NOT_FOUND = "NOT_FOUND";

	private static final String REDIRECTION = "REDIRECTION";

	/** Stands for an unknown pattern. */
	public static final String UNKNOWN = "UNKNOWN";

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE");

	private static final int MAX_METHOD = 32;

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private RequestNames() {
	}

	/**
	 * Returns the method, if HTTP defines it.
	 * @param method the method as it was sent
	 * @return the method, or {@value RequestOutcome#OTHER_METHOD}
	 */
	public static String method(@Nullable String method) {
		return (method != null && METHODS.contains(method)) ? method : RequestOutcome.OTHER_METHOD;
	}

	/**
	 * Returns the pattern, or the word that Spring Boot uses for the status if no pattern
	 * matched.
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
	 * Returns the method as it was sent, cut to a length that real methods do not exceed.
	 * @param method the method
	 * @return the method
	 */
	public static @Nullable String originalMethod(@Nullable String method) {
		return bounded(method, MAX_METHOD);
	}

	/**
	 * Returns the method for the name of a span. All unknown methods share one name.
	 */
	static String methodOfSpanName(String method) {
		return (method.equals(RequestOutcome.OTHER_METHOD)) ? "HTTP" : method;
	}

	/**
	 * Returns a path without its parameters, which may include session ids.
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
	 * Returns a path of the configuration as it is in requests, which have other
	 * characters than those of ASCII encoded.
	 * @param path the path, or a pattern of paths
	 */
	static String encoded(String path) {
		StringBuilder encoded = new StringBuilder(path.length());
		for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
			if (b > ' ') {
				encoded.append((char) b);
			}
			else {
				encoded.append('%').append(HEX.toHexDigits(b));
			}
		}
		return encoded.toString();
	}

	/**
	 * Returns the index at which the parameters of a segment end. Without parameters, it
	 * is the index at which they would begin.
	 */
	static int endOfParameters(String path, int begin) {
		if (begin >= path.length() || path.charAt(begin) != ';') {
			return begin;
		}
		int next = path.indexOf('/', begin);
		return (next >= 0) ? next : path.length();
	}

	/**
	 * Returns a text that a client has chosen, cut to a length that real values do not
	 * exceed.
	 */
	static @Nullable String bounded(@Nullable String text, int maxLength) {
		return (text != null && text.length() > maxLength) ? text.substring(0, maxLength) : text;
	}

}
