package dev.telemetry.logs;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A log record in the form of OpenTelemetry's exporters. Immutable.
 */
final class ConvertedLog implements LogRecordData {

	private final CapturedLog log;

	private final Resource resource;

	private final InstrumentationScopeInfo scope;

	private final Value<String> body;

	private final Attributes attributes;

	private final int totalAttributeCount;

	private final @Nullable String eventName;

	ConvertedLog(CapturedLog log, Resource resource, InstrumentationScopeInfo scope, Attributes attributes,
			int totalAttributeCount, @Nullable String eventName) {
		this.log = log;
		this.resource = resource;
		this.scope = scope;
		this.body = Value.of(log.body());
		this.attributes = attributes;
		this.totalAttributeCount = totalAttributeCount;
		this.eventName = eventName;
	}

	ConvertedLog withAttributes(Attributes other) {
		return new ConvertedLog(this.log, this.resource, this.scope, other,
				other.size() + this.totalAttributeCount - this.attributes.size(), this.eventName);
	}

	@Override
	public Resource getResource() {
		return this.resource;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.scope;
	}

	@Override
	public long getTimestampEpochNanos() {
		return this.log.epochNanos();
	}

	// The record is observed when it is logged.
	@Override
	public long getObservedTimestampEpochNanos() {
		return this.log.epochNanos();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.log.span();
	}

	@Override
	public Severity getSeverity() {
		return this.log.severity();
	}

	@Override
	public String getSeverityText() {
		return this.log.severityText();
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.logs.data.Body getBody() {
		return io.opentelemetry.sdk.logs.data.Body.string(this.log.body());
	}

	@Override
	public Value<?> getBodyValue() {
		return this.body;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.totalAttributeCount;
	}

	@Override
	public @Nullable String getEventName() {
		return this.eventName;
	}

	@Override
	public String toString() {
		return "ConvertedLog[" + this.log.severityText() + " " + this.log.logger() + "]";
	}

}
