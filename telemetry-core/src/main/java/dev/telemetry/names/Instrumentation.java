package dev.telemetry.names;

/**
 * The instrumentation scope under which the product starts its spans.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Instrumentation {

	/** Name of the scope. */
	public static final String SCOPE = "dev.telemetry";

	private Instrumentation() {
	}

}
