package dev.telemetry.privacy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A log record in which secrets are replaced.
 */
final class RedactedLog implements LogRecordData {

	private final LogRecordData log;

	private final Parts parts;

	RedactedLog(LogRecordData log, Parts parts) {
		this.log = log;
		this.parts = parts;
	}

	@Override
	public Resource getResource() {
		return this.parts.resource();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.parts.scope();
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
	public @Nullable String getSeverityText() {
		return this.log.getSeverityText();
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.logs.data.Body getBody() {
		Value<?> body = this.parts.body();
		return (body != null) ? io.opentelemetry.sdk.logs.data.Body.string(body.asString())
				: io.opentelemetry.sdk.logs.data.Body.empty();
	}

	@Override
	public @Nullable Value<?> getBodyValue() {
		return this.parts.body();
	}

	@Override
	public Attributes getAttributes() {
		return this.parts.attributes();
	}

	@Override
	public int getTotalAttributeCount() {
		return this.log.getTotalAttributeCount();
	}

	@Override
	public @Nullable String getEventName() {
		return this.parts.eventName();
	}

	/**
	 * The parts of a log record that may contain text of an application.
	 *
	 * @param body the body
	 * @param attributes the attributes
	 * @param eventName the event name
	 * @param resource the resource
	 * @param scope the logger
	 */
	record Parts(@Nullable Value<?> body, Attributes attributes, @Nullable String eventName, Resource resource,
			InstrumentationScopeInfo scope) {

		static Parts of(LogRecordData log) {
			return new Parts(log.getBodyValue(), log.getAttributes(), log.getEventName(), log.getResource(),
					log.getInstrumentationScopeInfo());
		}

		/**
		 * Returns whether each part is the same object as in the other parts.
		 */
		@SuppressWarnings({ "ReferenceEquality", "StringEquality" })
		boolean isSame(Parts other) {
			return this.body == other.body && this.attributes == other.attributes && this.eventName == other.eventName
					&& this.resource == other.resource && this.scope == other.scope;
		}

	}

}
