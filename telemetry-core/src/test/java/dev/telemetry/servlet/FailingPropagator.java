package dev.telemetry.servlet;

import java.util.Collection;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

/**
 * Fails whatever it is asked for.
 */
record FailingPropagator(Collection<String> fields) implements TextMapPropagator {

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		throw new IllegalStateException("inject");
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		throw new IllegalStateException("extract");
	}

}
