package dev.telemetry.autoconfigure.messaging;

import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.context.SmartLifecycle;

/**
 * The registry that containers and templates of Kafka are given where the application
 * does not have them observed: nothing but telemetry sees their observations, and
 * Spring's own timers stay as they are. Without a handler it does nothing, and is
 * replaced by Spring in what the application wants to be observed; so it gets its
 * handlers when that is over, before the first container starts. Thread safe.
 */
final class KafkaObservations implements SmartLifecycle {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Supplier<List<ObservationHandler<?>>> handlers;

	private volatile boolean running;

	KafkaObservations(Supplier<List<ObservationHandler<?>>> handlers) {
		this.handlers = handlers;
	}

	ObservationRegistry registry() {
		return this.registry;
	}

	@Override
	public void start() {
		for (ObservationHandler<?> handler : this.handlers.get()) {
			this.registry.observationConfig().observationHandler(handler);
		}
		this.running = true;
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
