package dev.telemetry.autoconfigure.viewer;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;

/**
 * The headers of each answer.
 */
final class ViewerHeaders {

	private ViewerHeaders() {
	}

	/**
	 * Returns the headers by name.
	 * @param page the page, which has the policy
	 * @param path path of the request
	 */
	static Map<String, String> of(ViewerPage page, String path) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Security-Policy", page.policy());
		headers.put("X-Content-Type-Options", "nosniff");
		headers.put("X-Frame-Options", "DENY");
		headers.put("Referrer-Policy", "no-referrer");
		headers.put("Cross-Origin-Resource-Policy", "same-origin");
		headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
		headers.put(HttpHeaders.VARY, HttpHeaders.ACCEPT);
		if (path.endsWith(Download.OTLP.suffix())) {
			headers.put(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"trace-otlp.json\"");
		}
		else if (path.endsWith(Download.CHROME.suffix())) {
			headers.put(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"trace-chrome.json\"");
		}
		return headers;
	}

	/**
	 * Format in which a trace can be downloaded.
	 */
	enum Download {

		/** The format of collectors. */
		OTLP("otlp"),

		/** The format of browsers and profilers. */
		CHROME("chrome");

		private final String segment;

		Download(String segment) {
			this.segment = segment;
		}

		/**
		 * Returns the last segment of the path.
		 */
		String segment() {
			return this.segment;
		}

		private String suffix() {
			return "/" + this.segment;
		}

	}

}
