package dev.telemetry.autoconfigure;

/**
 * Treatment of Spring Boot's own tracing while telemetry records no traces.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum BootTracingManagement {

	/**
	 * It is left out unless the application configures it.
	 */
	AUTO,

	/** It is left out. */
	TRUE,

	/** It is left alone. */
	FALSE

}
