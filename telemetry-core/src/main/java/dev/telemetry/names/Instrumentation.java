package dev.telemetry.names;

/**
 * The instrumentation scope under which the product starts its spans.
 */
public final class Instrumentation {

	/** Name of the scope. */
	public static final String SCOPE = "dev.telemetry";

	private Instrumentation() {
	}

}
