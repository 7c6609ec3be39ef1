package dev.telemetry.autoconfigure.logging;

import java.util.Collection;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;

/**
 * Publishes events of current contexts to listeners, like Spring Boot's publisher, but
 * without an iterator for each of the three events of a scope. With a single listener,
 * the compiler inlines publisher and listener into the code that creates the events, and
 * does not allocate these. Thread safe.
 */
final class ScopeEvents implements EventPublisher {

	private final EventListener[] listeners;

	ScopeEvents(Collection<EventListener> listeners) {
		this.listeners = listeners.toArray(new EventListener[0]);
	}

	@Override
	public void publishEvent(Object event) {
		for (EventListener listener : this.listeners) {
			listener.onEvent(event);
		}
	}

}
