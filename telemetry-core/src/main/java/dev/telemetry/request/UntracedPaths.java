package dev.telemetry.request;

import java.util.List;

/**
 * The paths below which requests are not traced. Immutable; a look-up allocates nothing.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class UntracedPaths {

	private final String[] prefixes;

	/**
	 * Creates an instance.
	 * @param prefixes path prefixes below the context path; a prefix ends at a path
	 * segment
	 */
	public UntracedPaths(List<String> prefixes) {
		this.prefixes = new String[prefixes.size()];
		for (int i = 0; i < this.prefixes.length; i++) {
			this.prefixes[i] = RequestNames.encoded(prefixes.get(i));
		}
	}

	/**
	 * Returns whether a path begins with one of the prefixes.
	 * @param path contains the path
	 * @param begin where the path below the context path begins
	 * @return whether the path is not traced
	 */
	public boolean contains(String path, int begin) {
		for (String prefix : this.prefixes) {
			if (beginsWith(prefix, path, begin)) {
				return true;
			}
		}
		return false;
	}

	// Each segment may have parameters.
	private static boolean beginsWith(String prefix, String path, int begin) {
		int position = begin;
		for (int i = 0; i < prefix.length(); i++) {
			char c = prefix.charAt(i);
			position = (c == '/') ? RequestNames.endOfParameters(path, position) : position;
			if (position >= path.length() || path.charAt(position) != c) {
				return false;
			}
			position++;
		}
		return position == path.length() || path.charAt(position) == '/' || path.charAt(position) == ';';
	}

}
