package dev.telemetry.names;

/**
 * Names of the spans that the product starts.
 */
public final class SpanNames {

	/** A request that the servlet filter saw. */
	public static final String HTTP_SERVER = "http.server";

	/** A job. */
	public static final String JOB_RUN = "job.run";

	private SpanNames() {
	}

}
