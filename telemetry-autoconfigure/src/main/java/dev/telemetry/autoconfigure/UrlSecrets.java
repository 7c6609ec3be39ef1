package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Hides what may be secret in a URL: user info and query. Works on text, because what is
 * hidden may be malformed.
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
		String shown = (query >= 0) ? url.substring(0, query) + "?" + HIDDEN : url;
		String userInfo = userInfo(shown);
		return (userInfo != null) ? shown.replace(userInfo + "@", HIDDEN + "@") : shown;
	}

	/**
	 * Finds the user info.
	 * @param url the URL as it was written
	 * @return what is before the last {@code @}, or {@code null}
	 */
	public static @Nullable String userInfo(String url) {
		int at = url.lastIndexOf('@');
		if (at < 0) {
			return null;
		}
		int scheme = url.indexOf("://");
		return url.substring((scheme >= 0 && scheme < at) ? scheme + 3 : 0, at);
	}

}
