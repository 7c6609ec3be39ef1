package dev.telemetry.sampling;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.SpanRoom;
import dev.telemetry.names.LogAttributes;

/**
 * Collects the attributes that a span has no room for, so that they are added when the
 * span is exported. If there is no room for the event of an exception, the status names
 * the exception. Everything else is passed to the span. To be used only by the thread
 * that ends the span.
 */
final class FullSpan implements Span {

	// More than a request or a job gets at its end.
	private static final int WRITTEN_AT_END = 32;

	private final Span span;

	private final AttributesBuilder attributes = Attributes.builder();

	FullSpan(Span span) {
		this.span = span;
	}

	/**
	 * Returns whether a span may have no room for one more event, or for all attributes
	 * that are written at its end. Reads all of the span.
	 */
	static boolean isFull(ReadableSpan span) {
		SpanData data = span.toSpanData();
		SpanLimits limits = SpanLimits.getDefault();
		return SpanRoom.hasLeftOutEvents(data) || data.getEvents().size() >= limits.getMaxNumberOfEvents()
				|| data.getAttributes().size() + WRITTEN_AT_END > limits.getMaxNumberOfAttributes();
	}

	Attributes attributes() {
		return this.attributes.build();
	}

	@Override
	public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
		if (value != null) {
			this.attributes.put(key, value);
		}
		return this;
	}

	@Override
	public Span addEvent(String name, Attributes attributes) {
		this.span.addEvent(name, attributes);
		String type = attributes.get(LogAttributes.EXCEPTION_TYPE);
		if (type != null && SpanRoom.hasLeftOutEvents(this.span)) {
			String message = attributes.get(LogAttributes.EXCEPTION_MESSAGE);
			this.span.setStatus(StatusCode.ERROR, (message != null) ? type + ": " + message : type);
		}
		return this;
	}

	@Override
	public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
		this.span.addEvent(name, attributes, timestamp, unit);
		return this;
	}

	@Override
	public Span setStatus(StatusCode statusCode, String description) {
		this.span.setStatus(statusCode, description);
		return this;
	}

	@Override
	public Span recordException(Throwable exception, Attributes additionalAttributes) {
		this.span.recordException(exception, additionalAttributes);
		return this;
	}

	@Override
	public Span updateName(String name) {
		this.span.updateName(name);
		return this;
	}

	@Override
	public Span addLink(SpanContext spanContext, Attributes attributes) {
		this.span.addLink(spanContext, attributes);
		return this;
	}

	@Override
	public Span addLink(SpanContext spanContext) {
		this.span.addLink(spanContext);
		return this;
	}

	@Override
	public void end() {
		this.span.end();
	}

	@Override
	public void end(long timestamp, TimeUnit unit) {
		this.span.end(timestamp, unit);
	}

	@Override
	public SpanContext getSpanContext() {
		return this.span.getSpanContext();
	}

	@Override
	public boolean isRecording() {
		return this.span.isRecording();
	}

}
