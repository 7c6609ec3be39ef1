package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.record.SpanErrors;

/**
 * A job or a call that is being recorded, as an observation.
 */
final class RecordedObservation extends SpanObservation {

	private final io.opentelemetry.context.Context spanContext;

	private final @Nullable Observation parent;

	RecordedObservation(ObservationTools tools, io.opentelemetry.context.Context spanContext) {
		super(tools);
		this.spanContext = spanContext;
		this.parent = tools.registry().getCurrentObservation();
	}

	@Override
	protected io.opentelemetry.context.Context spanContext() {
		return this.spanContext;
	}

	@Override
	protected Context createContext() {
		Context context = new Context();
		context.setName((span() instanceof ReadableSpan span) ? span.getName() : "telemetry.recording");
		context.setParentObservation(this.parent);
		return context;
	}

	@Override
	protected void failed(Throwable error) {
		SpanErrors.write(span(), error.getClass().getName(), error);
	}

}
