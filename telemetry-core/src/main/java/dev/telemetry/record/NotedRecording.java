package dev.telemetry.record;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a recording while it goes on. Being an {@link AtomicBoolean}, which is
 * {@code true} when it is over, lets it end once without another object. Nothing in here
 * throws, but for misuse where that is wanted.
 */
abstract class NotedRecording extends AtomicBoolean implements Recording {

	private static final long serialVersionUID = 1L;

	private final transient RecordedOperation operation;

	private final transient RecordingTools tools;

	private final transient Span span;

	private transient volatile @Nullable Statistics statistics;

	private transient volatile @Nullable Consumer<? super Span> description;

	NotedRecording(RecordedOperation operation, RecordingTools tools, Span span) {
		this.operation = operation;
		this.tools = tools;
		this.span = span;
	}

	@Override
	public Recording attribute(String key, @Nullable String value) {
		if (isUsed("key", key) && value != null) {
			this.tools.notes().attribute(this.span, AttributeKey.stringKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, long value) {
		if (isUsed("key", key)) {
			this.tools.notes().attribute(this.span, AttributeKey.longKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, double value) {
		if (isUsed("key", key)) {
			this.tools.notes().attribute(this.span, AttributeKey.doubleKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, boolean value) {
		if (isUsed("key", key)) {
			this.tools.notes().attribute(this.span, AttributeKey.booleanKey(key), value);
		}
		return this;
	}

	private boolean isUsed(String what, @Nullable String name) {
		if (get()) {
			this.tools.misuse().report("'" + this.operation.name() + "' is over, nothing more can be recorded for it");
			return false;
		}
		return this.tools.misuse().accepts(what, name);
	}

	@Override
	public Recording describe(Consumer<? super Span> description) {
		this.description = description;
		return this;
	}

	@Override
	public Recording event(String name) {
		return event(name, Map.of());
	}

	@Override
	public Recording event(String name, Map<String, ?> attributes) {
		if (isUsed("name", name)) {
			this.tools.notes().event(this.span, name, attributes);
		}
		return this;
	}

	@Override
	public Recording measure(String name, double value) {
		if (!isUsed("name", name)) {
			return this;
		}
		if (!Double.isFinite(value)) {
			this.tools.misuse().report("'" + name + "' must be a finite number, not " + value);
		}
		else if (this.span.isRecording() && !statistics().add(name, value)) {
			this.tools.misuse().report("'" + name + "' is one statistic too many");
		}
		return this;
	}

	private Statistics statistics() {
		Statistics statistics = this.statistics;
		if (statistics == null) {
			synchronized (this) {
				statistics = this.statistics;
				if (statistics == null) {
					statistics = new Statistics();
					this.statistics = statistics;
				}
			}
		}
		return statistics;
	}

	@Override
	public Recording exception(@Nullable Throwable exception) {
		if (isUsed("exception", (exception != null) ? OpenRecording.typeOf(exception) : null) && exception != null) {
			this.tools.notes().exception(this.span, exception);
		}
		return this;
	}

	@Override
	public @Nullable String traceId() {
		SpanContext ids = this.span.getSpanContext();
		return (ids.isValid()) ? ids.getTraceId() : null;
	}

	@Override
	public @Nullable String spanId() {
		SpanContext ids = this.span.getSpanContext();
		return (ids.isValid()) ? ids.getSpanId() : null;
	}

	/**
	 * Writes all that is known at the end.
	 */
	final void write(OperationOutcome outcome) {
		OperationAttributes.write(this.span, this.operation, outcome, this.statistics, this.description);
	}

	final RecordedOperation operation() {
		return this.operation;
	}

	final RecordingTools tools() {
		return this.tools;
	}

	final Span span() {
		return this.span;
	}

}
