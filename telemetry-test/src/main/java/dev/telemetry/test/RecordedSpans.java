package dev.telemetry.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps finished spans in memory for a test to look at. Register it as the
 * {@link SpanExporter} of the application under test, or take a tracer provider of its
 * own from {@link #newTracerProvider()}.
 * <p>
 * Waits end as soon as what they wait for arrives and fail with an {@link AssertionError}
 * when their time is up; the message draws the recorded spans as a tree. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RecordedSpans implements SpanExporter {

	private final Arrivals<SpanData> arrivals = new Arrivals<>();

	/**
	 * Creates a recorder without spans.
	 */
	public RecordedSpans() {
	}

	/**
	 * Creates a tracer provider that samples everything and records each span here before
	 * {@code end()} returns. It starts no threads.
	 * @return a new provider, the caller's to close
	 */
	public SdkTracerProvider newTracerProvider() {
		return SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this)).build();
	}

	/**
	 * Returns the spans recorded so far, in the order they ended.
	 * @return an unmodifiable snapshot
	 */
	public List<SpanData> spans() {
		return this.arrivals.snapshot();
	}

	/**
	 * Returns the recorded spans of a name, in the order they ended.
	 * @param name the exact span name
	 * @return an unmodifiable snapshot, empty when there are none
	 */
	public List<SpanData> named(String name) {
		return spans().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	/**
	 * Returns the only recorded span of a name, without waiting.
	 * @param name the exact span name
	 * @return the span
	 * @throws AssertionError when there is no such span, or more than one
	 */
	public SpanData single(String name) {
		List<SpanData> spans = spans();
		List<SpanData> found = spans.stream().filter((span) -> span.getName().equals(name)).toList();
		if (found.size() != 1) {
			throw new AssertionError("Expected a single span named '%s' but found %d. Recorded spans:%n%s"
				.formatted(name, found.size(), SpanTree.ofRecorded(spans)));
		}
		return found.get(0);
	}

	/**
	 * Waits up to 10 seconds for a number of spans.
	 * @param count the least number of spans
	 * @return an unmodifiable snapshot of all spans, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<SpanData> await(int count) {
		return await(count, Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Waits for a number of spans.
	 * @param count the least number of spans
	 * @param timeout how long to wait
	 * @return an unmodifiable snapshot of all spans, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<SpanData> await(int count, Duration timeout) {
		return found(this.arrivals.await(count, timeout), "at least %d spans".formatted(count), timeout);
	}

	/**
	 * Waits up to 10 seconds for a span that matches.
	 * @param wanted tells whether a span is the one; must be quick, and may see a span
	 * more than once
	 * @return the first span that matches
	 * @throws AssertionError when the time is up
	 */
	public SpanData awaitSpan(Predicate<? super SpanData> wanted) {
		return awaitSpan(wanted, Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Waits for a span that matches.
	 * @param wanted tells whether a span is the one; must be quick, and may see a span
	 * more than once
	 * @param timeout how long to wait
	 * @return the first span that matches
	 * @throws AssertionError when the time is up
	 */
	public SpanData awaitSpan(Predicate<? super SpanData> wanted, Duration timeout) {
		return found(this.arrivals.awaitFirst(wanted, timeout), "a matching span", timeout);
	}

	/**
	 * Forgets all spans recorded so far.
	 */
	public void clear() {
		this.arrivals.clear();
	}

	/**
	 * Records finished spans; called by the SDK.
	 * @param spans the spans
	 * @return always a success
	 */
	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.arrivals.add(spans);
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * Does nothing, since spans are recorded at once.
	 * @return always a success
	 */
	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * Does nothing: what was recorded stays readable, and one recorder can outlive
	 * several applications.
	 * @return always a success
	 */
	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * Draws the recorded spans as a tree.
	 * @return one line per span
	 */
	@Override
	public String toString() {
		return SpanTree.ofRecorded(spans());
	}

	private <R> R found(@Nullable R result, String expectation, Duration timeout) {
		if (result == null) {
			throw new AssertionError(
					"Expected %s within %s. Recorded spans:%n%s".formatted(expectation, timeout, this));
		}
		return result;
	}

}
