package dev.telemetry.servlet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;

/**
 * OpenTelemetry with W3C propagation over any tracer provider.
 */
record TestOpenTelemetry(TracerProvider tracerProvider, ContextPropagators propagators) implements OpenTelemetry {

	TestOpenTelemetry(TracerProvider tracerProvider) {
		this(tracerProvider, ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
	}

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracerProvider;
	}

	@Override
	public ContextPropagators getPropagators() {
		return this.propagators;
	}

}
