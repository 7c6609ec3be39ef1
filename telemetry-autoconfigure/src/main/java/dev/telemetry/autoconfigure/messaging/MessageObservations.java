package dev.telemetry.autoconfigure.messaging;

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.context.SmartLifecycle;

/**
 * The registry for containers and templates that the application does not observe itself.
 * Only telemetry gets these observations, and Spring's own timers stay as they are. A
 * registry without handlers has no effect, and Spring replaces it in containers and
 * templates that the application observes. This registry therefore gets its handlers
 * after that, before the first container starts. Thread safe.
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

	// Runs that end later are still observed.
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
