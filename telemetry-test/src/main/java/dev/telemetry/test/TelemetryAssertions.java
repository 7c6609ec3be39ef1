package dev.telemetry.test;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of the assertions on spans. Its {@code assertThat} can be imported
 * statically together with AssertJ's: the compiler picks by the type of the argument.
 *
 * @since 0.1.0
 */
public final class TelemetryAssertions {

	private TelemetryAssertions() {
	}

	/**
	 * Starts assertions on a span.
	 * @param actual the span, for example from {@link RecordedSpans#single(String)}
	 * @return the assertions
	 */
	public static SpanAssert assertThat(@Nullable SpanData actual) {
		return new SpanAssert(actual);
	}

}
