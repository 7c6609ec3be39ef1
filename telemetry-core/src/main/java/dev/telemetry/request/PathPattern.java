package dev.telemetry.request;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of paths below the context path: {@code *} and a name in braces stand for one
 * segment, {@code **} at the end for any number of them, none included. Immutable;
 * matching allocates nothing.
 */
final class PathPattern {

	private static final String REST = "**";

	// A null element stands for any segment.
	private final @Nullable String[] segments;

	private final boolean open;

	PathPattern(String pattern) {
		String[] all = RequestNames.encoded(pattern).substring(1).split("/", -1);
		this.open = all[all.length - 1].equals(REST);
		this.segments = (this.open) ? Arrays.copyOf(all, all.length - 1) : all;
		for (int i = 0; i < this.segments.length; i++) {
			if (all[i].equals("*") || all[i].startsWith("{")) {
				this.segments[i] = null;
			}
		}
	}

	/**
	 * Returns whether a path matches.
	 * @param uri contains the path
	 * @param begin index of the slash that the path begins with
	 */
	boolean matches(String uri, int begin) {
		int position = begin;
		for (@Nullable
		String segment : this.segments) {
			if (position >= uri.length() || uri.charAt(position) != '/') {
				return false;
			}
			int end = endOfSegment(uri, position + 1);
			if (!matches(segment, uri, position + 1, end)) {
				return false;
			}
			position = RequestNames.endOfParameters(uri, end);
		}
		return this.open || position == uri.length();
	}

	private static boolean matches(@Nullable String segment, String uri, int begin, int end) {
		int length = end - begin;
		return (segment != null) ? length == segment.length() && uri.regionMatches(begin, segment, 0, length)
				: length > 0;
	}

	private static int endOfSegment(String uri, int begin) {
		int position = begin;
		while (position < uri.length() && uri.charAt(position) != '/' && uri.charAt(position) != ';') {
			position++;
		}
		return position;
	}

}
