package dev.telemetry.names;

/**
 * Names and tags of the meters that the product registers.
 */
public final class MeterNames {

	/** Timer of finished requests, with the tags and values that Spring Boot uses. */
	public static final String HTTP_SERVER_REQUESTS = "http.server.requests";

	/** Gauge of requests that are being served. */
	public static final String HTTP_SERVER_ACTIVE_REQUESTS = "http.server.active.requests";

	/**
	 * Counter of failures inside the product that were kept away from the application.
	 */
	public static final String INTERNAL_FAILURES = "telemetry.internal.failures";

	/** Simple class name of the exception, or {@code none}. */
	public static final String TAG_ERROR = "error";

	/**
	 * Simple class name of the exception, its full name if that is empty, or
	 * {@code none}.
	 */
	public static final String TAG_EXCEPTION = "exception";

	/** Request method, {@code UNKNOWN} when it is none that HTTP defines. */
	public static final String TAG_METHOD = "method";

	/** Outcome group of the status. */
	public static final String TAG_OUTCOME = "outcome";

	/** Response status. */
	public static final String TAG_STATUS = "status";

	/** Matched pattern without the context path, or a constant word. */
	public static final String TAG_URI = "uri";

	private MeterNames() {
	}

}
