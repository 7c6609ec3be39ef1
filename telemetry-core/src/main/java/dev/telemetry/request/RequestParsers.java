package dev.telemetry.request;

import java.util.Map;
import java.util.Set;

/**
 * Recognizes exceptions of the code that parses requests. Their types are not specific to
 * requests, so that Spring answers such a mistake of the client with a 500.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RequestParsers {

	private static final Set<String> BINDERS = Set.of("org.springframework.web.bind.");

	/** Each parser with the callers that parse requests: other code uses it, too. */
	private static final Map<String, Set<String>> CALLERS = Map.of(
			// The header of a part.
			"org.springframework.http.ContentDisposition",
			Set.of("org.springframework.web.multipart.support.StandardMultipartHttpServletRequest",
					"org.springframework.http.codec.multipart."),
			// The name of a file in it.
			"org.apache.tomcat.util.http.fileupload.util.mime.MimeUtility",
			Set.of("org.apache.catalina.connector.Request"),
			// The index in the name of a parameter.
			"org.springframework.beans.AbstractNestablePropertyAccessor", BINDERS,
			"org.springframework.validation.DataBinder", BINDERS,
			// More types than it accepts.
			"org.springframework.util.MimeTypeUtils", Set.of("org.springframework.boot.webflux."));

	private static final int MAX_FRAMES = 40;

	private RequestParsers() {
	}

	/**
	 * Returns whether an exception was thrown because a request cannot be parsed.
	 * @param stack the stack of the exception, or of its cause if it has one
	 * @return whether a parser, or the JDK below it, has thrown it
	 */
	public static boolean haveThrown(StackTraceElement[] stack) {
		int frame = 0;
		while (frame < stack.length && isOfJdk(stack[frame].getClassName())) {
			frame++;
		}
		Set<String> callers = (frame < stack.length) ? CALLERS.get(stack[frame].getClassName()) : null;
		if (callers == null) {
			return false;
		}
		for (; frame < stack.length && frame < MAX_FRAMES; frame++) {
			if (isAny(callers, stack[frame].getClassName())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfJdk(String className) {
		return className.startsWith("java.") || className.startsWith("jdk.");
	}

	private static boolean isAny(Set<String> callers, String className) {
		for (String caller : callers) {
			if (className.startsWith(caller)) {
				return true;
			}
		}
		return false;
	}

}
