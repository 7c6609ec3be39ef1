package dev.telemetry.export.otlp;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A response that may say when the backend is to be asked again.
 */
interface DelayedResponse {

	/**
	 * How long the backend asks to be left alone.
	 * @return the time, above zero, or {@code null}
	 */
	@Nullable Duration retryAfter();

}
