package dev.telemetry.autoconfigure.endpoint;

import java.util.regex.Pattern;

/**
 * The kind of property that a key stands for, in each form that Spring Boot binds: kebab
 * case, camel case, environment variables, brackets.
 */
enum PropertyKind {

	/**
	 * A header of an exporter, of the store of reports, or of requests to other viewers.
	 */
	HEADER,

	/** The key for keyed hashes. */
	KEY,

	/** The URL of a backend, of the store of reports, or of another viewer. */
	ENDPOINT,

	/** Any other property. */
	OTHER;

	private static final String HMAC_KEY = "telemetryprivacyhmackey";

	/**
	 * Spring Boot's properties for headers concern endpoints that telemetry uses, too.
	 */
	private static final Pattern HEADERS = Pattern
		.compile("(telemetry(otelheaders|jobreportuploadheaders|viewerpeerheaders)"
				+ "|managementopentelemetry(tracing|logging)exportotlpheaders).*"
				+ "|otelexporterotlp(traces|logs)?headers");

	private static final Pattern ENDPOINTS = Pattern.compile(
			"telemetry(otel|logs|worker)endpoint|otelendpoint" + "|telemetryjobreportuploadurl|telemetryviewerpeers\\d*"
					+ "|managementopentelemetry(tracing|logging)exportotlpendpoint"
					+ "|otelexporterotlp(traces|logs)?endpoint");

	static PropertyKind of(String key) {
		String name = lettersOf(key);
		if (HEADERS.matcher(name).matches()) {
			return HEADER;
		}
		if (name.equals(HMAC_KEY)) {
			return KEY;
		}
		return (ENDPOINTS.matcher(name).matches()) ? ENDPOINT : OTHER;
	}

	private static String lettersOf(String key) {
		StringBuilder letters = new StringBuilder(key.length());
		for (int i = 0; i < key.length(); i++) {
			char character = key.charAt(i);
			if (Character.isLetterOrDigit(character)) {
				letters.append(Character.toLowerCase(character));
			}
		}
		return letters.toString();
	}

}
