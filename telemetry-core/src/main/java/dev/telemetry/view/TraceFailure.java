package dev.telemetry.view;

import java.util.Comparator;
import java.util.Objects;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.LogAttributes;

/**
 * Describes the failure of a trace in one line.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TraceFailure {

	private static final int MAX_LENGTH = 300;

	private TraceFailure() {
	}

	/**
	 * Describes the failure of a trace: by its first exception, or else by the
	 * description of the status of a failed span.
	 * @param trace the trace
	 * @return the line, or {@code null} if nothing failed, or there is no description
	 */
	public static @Nullable String of(ViewedTrace trace) {
		if (!trace.failed()) {
			return null;
		}
		String exception = trace.spans()
			.stream()
			.flatMap((span) -> span.getEvents().stream())
			.filter((event) -> event.getAttributes().get(LogAttributes.EXCEPTION_TYPE) != null)
			.min(Comparator.comparingLong(EventData::getEpochNanos))
			.map((event) -> exception(event.getAttributes()))
			.orElse(null);
		return (exception != null) ? exception : status(trace);
	}

	private static String exception(Attributes attributes) {
		String message = attributes.get(LogAttributes.EXCEPTION_MESSAGE);
		String type = attributes.get(LogAttributes.EXCEPTION_TYPE);
		return cut((message != null && !message.isEmpty()) ? type + ": " + message : String.valueOf(type));
	}

	private static @Nullable String status(ViewedTrace trace) {
		return trace.spans()
			.stream()
			.filter(ViewedSpan::failed)
			.sorted(Comparator.comparingLong(ViewedSpan::getEndEpochNanos))
			.map(TraceFailure::status)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String status(ViewedSpan span) {
		String description = span.getStatus().getDescription();
		return (!description.isEmpty()) ? cut(description) : span.first(HttpServerAttributes.ERROR_TYPE);
	}

	private static String cut(String text) {
		return LongTexts.shorten(text, MAX_LENGTH);
	}

}
