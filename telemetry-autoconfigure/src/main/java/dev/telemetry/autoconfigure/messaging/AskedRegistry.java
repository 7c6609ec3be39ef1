package dev.telemetry.autoconfigure.messaging;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A registry that only returns the current observation, and notes that it was called: the
 * code that calls it stops that observation. Thread safe.
 */
final class AskedRegistry implements ObservationRegistry {

	private final ObservationConfig config = new ObservationConfig();

	private final Supplier<@Nullable Observation> answer;

	AskedRegistry(Supplier<@Nullable Observation> answer) {
		this.answer = answer;
	}

	@Override
	public @Nullable Observation getCurrentObservation() {
		return this.answer.get();
	}

	@Override
	public Observation.@Nullable Scope getCurrentObservationScope() {
		return null;
	}

	@Override
	public void setCurrentObservationScope(Observation.@Nullable Scope current) {
	}

	@Override
	public ObservationConfig observationConfig() {
		return this.config;
	}

}
