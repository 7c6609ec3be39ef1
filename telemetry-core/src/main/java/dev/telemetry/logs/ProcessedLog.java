package dev.telemetry.logs;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.jspecify.annotations.Nullable;

/**
 * A log record that is passed to processors of the application, which may add to it. To
 * be used only by the exporting thread.
 */
final class ProcessedLog implements ReadWriteLogRecord {

	private final ConvertedLog log;

	private @Nullable AttributesBuilder builder;

	ProcessedLog(ConvertedLog log) {
		this.log = log;
	}

	@Override
	public <T> ReadWriteLogRecord setAttribute(AttributeKey<T> key, @Nullable T value) {
		if (value != null) {
			AttributesBuilder changed = (this.builder != null) ? this.builder : this.log.getAttributes().toBuilder();
			changed.put(key, value);
			this.builder = changed;
		}
		return this;
	}

	@Override
	public LogRecordData toLogRecordData() {
		return (this.builder != null) ? this.log.withAttributes(this.builder.build()) : this.log;
	}

	@Override
	public @Nullable String getEventName() {
		return this.log.getEventName();
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return getAttributes().get(key);
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.log.getInstrumentationScopeInfo();
	}

	@Override
	public long getTimestampEpochNanos() {
		return this.log.getTimestampEpochNanos();
	}

	@Override
	public long getObservedTimestampEpochNanos() {
		return this.log.getObservedTimestampEpochNanos();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.log.getSpanContext();
	}

	@Override
	public Severity getSeverity() {
		return this.log.getSeverity();
	}

	@Override
	public String getSeverityText() {
		return this.log.getSeverityText();
	}

	@Override
	public Value<?> getBodyValue() {
		return this.log.getBodyValue();
	}

	@Override
	public Attributes getAttributes() {
		return (this.builder != null) ? this.builder.build() : this.log.getAttributes();
	}

}
