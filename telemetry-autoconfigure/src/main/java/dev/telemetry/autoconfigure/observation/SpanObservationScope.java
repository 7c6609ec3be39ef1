package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation current, together with the context of its span, which is left when
 * the observation is: also by code that finds the scope in the registry and closes it.
 * For that, the scope sees this as its registry. Used by one thread.
 */
final class SpanObservationScope implements ObservationRegistry, Scope {

	private final ObservationRegistry registry;

	private final Scope contextScope;

	private Observation.@Nullable Scope scope;

	private SpanObservationScope(ObservationRegistry registry, Scope contextScope) {
		this.registry = registry;
		this.contextScope = contextScope;
	}

	/**
	 * Makes an observation current.
	 * @param observation the observation
	 * @param contextScope what leaves the context of its span
	 * @return what restores the observation and the context before
	 */
	static SpanObservationScope open(Observation observation, Scope contextScope) {
		SpanObservationScope opened = new SpanObservationScope(observation.getObservationRegistry(), contextScope);
		ObservationScopes.open(opened, observation);
		return opened;
	}

	/**
	 * The scope as Micrometer sees it.
	 */
	Observation.Scope observationScope() {
		Observation.Scope scope = this.scope;
		return (scope != null) ? scope : Observation.Scope.NOOP;
	}

	@Override
	public void close() {
		observationScope().close();
	}

	// A scope sets itself when it is opened, and the one before when it is closed.
	@Override
	public void setCurrentObservationScope(Observation.@Nullable Scope current) {
		this.registry.setCurrentObservationScope(current);
		if (this.scope == null) {
			this.scope = current;
		}
		else {
			this.contextScope.close();
		}
	}

	@Override
	public Observation.@Nullable Scope getCurrentObservationScope() {
		return this.registry.getCurrentObservationScope();
	}

	@Override
	public @Nullable Observation getCurrentObservation() {
		return this.registry.getCurrentObservation();
	}

	@Override
	public ObservationConfig observationConfig() {
		return this.registry.observationConfig();
	}

}
