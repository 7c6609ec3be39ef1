package dev.telemetry.servlet;

import java.util.Arrays;

/**
 * A pattern of paths below the context path: {@code *} and a name in braces stand for one
 * segment, {@code **} at the end for any number of them, none included. Immutable;
 * matching allocates nothing.
 */
final class PathPattern {

	private static final String REST = "**";

	private final String[] segments;

	private final boolean open;

	PathPattern(String pattern) {
		String[] all = pattern.substring(1).split("/", -1);
		this.open = all[all.length - 1].equals(REST);
		this.segments = (this.open) ? Arrays.copyOf(all, all.length - 1) : all;
		for (int i = 0; i < this.segments.length; i++) {
			if (this.segments[i].equals("*") || this.segments[i].startsWith("{")) {
				this.segments[i] = "";
			}
		}
	}

	/**
	 * Whether a path matches.
	 * @param uri holds the path
	 * @param begin where it begins, with a slash
	 */
	boolean matches(String uri, int begin) {
		int position = begin;
		for (String segment : this.segments) {
			if (position >= uri.length() || uri.charAt(position) != '/') {
				return false;
			}
			int end = endOfSegment(uri, position + 1);
			boolean any = segment.isEmpty() && end > position + 1;
			if (!any && !(end - position - 1 == segment.length()
					&& uri.regionMatches(position + 1, segment, 0, segment.length()))) {
				return false;
			}
			position = end;
		}
		return this.open || position == uri.length() || uri.charAt(position) == ';';
	}

	private static int endOfSegment(String uri, int begin) {
		int position = begin;
		while (position < uri.length() && uri.charAt(position) != '/' && uri.charAt(position) != ';') {
			position++;
		}
		return position;
	}

}
