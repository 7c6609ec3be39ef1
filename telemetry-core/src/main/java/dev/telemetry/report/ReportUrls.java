package dev.telemetry.report;

import java.io.IOException;
import java.net.URI;

/**
 * Determines the URL of each file of a report. A signed URL is a secret: nothing behind
 * its path is logged.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReportUrls {

	/**
	 * Returns the URL of a file, such as a signed one.
	 * @param directory name of the directory of the report, which contains plain
	 * characters only
	 * @param file {@code spans.jsonl} or {@code summary.json}
	 * @return an absolute URL with {@code http} or {@code https}
	 * @throws IOException if there is no URL; the message is logged only if it is a
	 * {@link NotStoredException}
	 */
	URI urlOf(String directory, String file) throws IOException;

	/**
	 * Returns URLs below a base URL, with its query: for a container of Azure with a
	 * shared access signature, or a directory of WebDAV.
	 * @param base the base URL
	 * @return the URLs
	 */
	static ReportUrls below(URI base) {
		String text = base.toString();
		int query = text.indexOf('?');
		String path = (query >= 0) ? text.substring(0, query) : text;
		String prefix = (path.endsWith("/")) ? path : path + "/";
		String suffix = (query >= 0) ? text.substring(query) : "";
		// A percent sign in the name has to be one in the path.
		return (directory, file) -> URI.create(prefix + directory.replace("%", "%25") + "/" + file + suffix);
	}

}
