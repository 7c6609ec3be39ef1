package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.Nullable;

/**
 * Hides the parts of a URL that may be secret: user info and query. Works on text,
 * because the URL may be malformed.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class UrlSecrets {

	/** What is shown in place of a secret. */
	public static final String HIDDEN = "******";

	private UrlSecrets() {
	}

	/**
	 * Hides user info and query.
	 * @param url the URL as it was written
	 * @return the URL to be shown
	 */
	public static String hide(String url) {
		int query = url.indexOf('?');
		int at = url.lastIndexOf('@');
		// A password with a question mark that is not escaped looks like a query.
		if (query >= 0 && at > query) {
			return url.substring(0, authority(url)) + HIDDEN;
		}
		String shown = (query >= 0) ? url.substring(0, query) + "?" + HIDDEN : url;
		return (at >= 0) ? shown.substring(0, authority(url)) + HIDDEN + shown.substring(at) : shown;
	}

	/**
	 * Finds the user info.
	 * @param url the URL as it was written
	 * @return what is before the last {@code @}, or {@code null}
	 */
	public static @Nullable String userInfo(String url) {
		int at = url.lastIndexOf('@');
		return (at >= 0) ? url.substring(authority(url), at) : null;
	}

	private static int authority(String url) {
		int scheme = url.indexOf("://");
		return (scheme >= 0 && scheme < url.indexOf('@')) ? scheme + 3 : 0;
	}

}
