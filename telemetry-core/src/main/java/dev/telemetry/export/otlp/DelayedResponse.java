package dev.telemetry.export.otlp;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A response that may ask not to call the backend for a while.
 */
interface DelayedResponse {

	/**
	 * Returns how long the backend asks not to be called.
	 * @return the time, above zero, or {@code null}
	 */
	@Nullable Duration retryAfter();

}
