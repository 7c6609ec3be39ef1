package dev.telemetry.autoconfigure.metrics;

import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.decision.RootDecider;

/**
 * Lets exemplars point to the current span if its trace is certain to be kept. Thread
 * safe.
 */
final class KeptSpanContext implements SpanContext {

	// Resolved late, because the sampler may itself be measured.
	private final SingletonSupplier<RootDecider> decider;

	KeptSpanContext(ObjectProvider<RootDecider> decider) {
		this.decider = SingletonSupplier.of(() -> decider.getIfAvailable(() -> RootDecider.BY_SAMPLER));
	}

	@Override
	public @Nullable String getCurrentTraceId() {
		io.opentelemetry.api.trace.SpanContext span = Span.current().getSpanContext();
		return (span.isValid()) ? span.getTraceId() : null;
	}

	@Override
	public @Nullable String getCurrentSpanId() {
		io.opentelemetry.api.trace.SpanContext span = Span.current().getSpanContext();
		return (span.isValid()) ? span.getSpanId() : null;
	}

	@Override
	public boolean isCurrentSpanSampled() {
		io.opentelemetry.api.trace.SpanContext span = Span.current().getSpanContext();
		return span.isValid() && this.decider.obtain().isKept(span);
	}

	@Override
	public void markCurrentSpanAsExemplar() {
	}

}
