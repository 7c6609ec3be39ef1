package dev.telemetry.autoconfigure.messaging;

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.context.SmartLifecycle;

/**
 * The registry that containers and templates are given where the application does not
 * have them observed: nothing but telemetry sees their observations, and Spring's own
 * timers stay as they are. Without a handler it does nothing, and is replaced by Spring
 * in what the application wants to be observed; so it gets its handlers when that is
 * over, before the first container starts. Thread safe.
 */
final class MessageObservations implements SmartLifecycle {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Supplier<Stream<MessageHandlers>> handlers;

	private volatile boolean running;

	MessageObservations(Supplier<Stream<MessageHandlers>> handlers) {
		this.handlers = handlers;
	}

	ObservationRegistry registry() {
		return this.registry;
	}

	@Override
	public void start() {
		if (!this.running) {
			this.handlers.get()
				.flatMap((handlers) -> handlers.all().stream())
				.forEach(this.registry.observationConfig()::observationHandler);
			this.running = true;
		}
	}

	// What ends later is still observed.
	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
