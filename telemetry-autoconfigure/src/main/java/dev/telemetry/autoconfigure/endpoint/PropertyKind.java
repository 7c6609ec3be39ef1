package dev.telemetry.autoconfigure.endpoint;

/**
 * Which property a key means, in whatever form Spring Boot binds it: kebab case, camel
 * case, the form of environment variables, brackets.
 */
enum PropertyKind {

	/**
	 * A header of the exporter, of what stores reports, or of what asks other viewers.
	 */
	HEADER,

	/** The key for keyed hashes. */
	KEY,

	/** The URL of the backend, or of where reports are stored. */
	ENDPOINT,

	/** Anything else. */
	OTHER;

	private static final String HMAC_KEY = "telemetryprivacyhmackey";

	private static final String HEADERS = "telemetryotelheaders";

	/** Where headers go that are about the endpoint of Spring Boot. */
	private static final String SPRING_BOOTS_HEADERS = "managementopentelemetrytracingexportotlpheaders";

	private static final String ENDPOINT_NAME = "telemetryotelendpoint";

	private static final String ENDPOINT_ALIAS = "otelendpoint";

	private static final String REPORT_HEADERS = "telemetryjobreportuploadheaders";

	private static final String PEER_HEADERS = "telemetryviewerpeerheaders";

	private static final String REPORT_URL = "telemetryjobreportuploadurl";

	static PropertyKind of(String key) {
		String name = lettersOf(key);
		if (name.startsWith(HEADERS) || name.startsWith(SPRING_BOOTS_HEADERS) || name.startsWith(REPORT_HEADERS)
				|| name.startsWith(PEER_HEADERS)) {
			return HEADER;
		}
		if (name.equals(HMAC_KEY)) {
			return KEY;
		}
		return (name.equals(ENDPOINT_NAME) || name.equals(ENDPOINT_ALIAS) || name.equals(REPORT_URL)) ? ENDPOINT
				: OTHER;
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
