package dev.telemetry.servlet;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells whether a request is below a path that is not traced. Allocates nothing.
 */
final class UntracedPaths {

	private final String[] prefixes;

	UntracedPaths(List<String> prefixes) {
		this.prefixes = prefixes.toArray(new String[0]);
	}

	boolean contains(HttpServletRequest request) {
		String uri = request.getRequestURI();
		int offset = request.getContextPath().length();
		for (String prefix : this.prefixes) {
			if (uri.startsWith(prefix, offset) && endsSegment(uri, offset + prefix.length())) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsSegment(String uri, int index) {
		return index == uri.length() || uri.charAt(index) == '/' || uri.charAt(index) == ';';
	}

}
