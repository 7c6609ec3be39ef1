package dev.telemetry.request;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Host and port of a URL. {@link URI} returns neither if the host has an underscore, as
 * names of services in Docker Compose may have. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param text host, and port if there is one, without user info; empty if there is
 * neither
 * @since 0.1.0
 */
public record UrlAuthority(String text) {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	/**
	 * Returns the authority of a URL.
	 * @param uri the URL
	 * @return the authority
	 */
	public static UrlAuthority of(URI uri) {
		String authority = uri.getRawAuthority();
		return new UrlAuthority((authority != null) ? authority.substring(authority.lastIndexOf('@') + 1) : "");
	}

	/**
	 * Returns the host.
	 * @return the host as it is written, or {@code null} if there is none
	 */
	public @Nullable String host() {
		int end = endOfHost();
		return (end > 0) ? this.text.substring(0, end) : null;
	}

	/**
	 * Returns the port.
	 * @param scheme scheme of the URL, which gives the port if the URL has none
	 * @return the port
	 */
	public int port(@Nullable String scheme) {
		int begin = endOfHost() + 1;
		if (begin < this.text.length()) {
			try {
				return Integer.parseInt(this.text, begin, this.text.length(), 10);
			}
			catch (NumberFormatException ex) {
				// An authority without a host by the grammar may have any text here.
			}
		}
		return ("https".equalsIgnoreCase(scheme)) ? HTTPS : HTTP;
	}

	private int endOfHost() {
		int port = this.text.lastIndexOf(':');
		return (port > this.text.lastIndexOf(']')) ? port : this.text.length();
	}

}
