package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * Makes an observation current, together with the context of its span, which is left when
 * the observation is: also by code that finds the scope in the registry and closes it.
 * For that, the scope sees this as its registry. Used by one thread.
 */
final class SpanObservationScope implements ObservationRegistry, Scope {

	private final ObservationRegistry registry;

	private final Scope contextScope;

	private final Context before;

	private final @Nullable ContextLeaks leaks;

	private Observation.@Nullable Scope scope;

	private SpanObservationScope(ObservationRegistry registry, Scope contextScope, Context before,
			@Nullable ContextLeaks leaks) {
		this.registry = registry;
		this.contextScope = contextScope;
		this.before = before;
		this.leaks = leaks;
	}

	/**
	 * Makes an observation current.
	 * @param observation the observation
	 * @param contextScope what leaves the context of its span
	 * @param before the context before that, which is restored whatever was left open
	 * inside
	 * @param leaks what restores it, or {@code null} if the caller does
	 * @return what restores the observation and the context before
	 */
	static SpanObservationScope open(Observation observation, Scope contextScope, Context before,
			@Nullable ContextLeaks leaks) {
		SpanObservationScope opened = new SpanObservationScope(observation.getObservationRegistry(), contextScope,
				before, leaks);
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
		if (this.scope == null) {
			this.scope = current;
			this.registry.setCurrentObservationScope(current);
			return;
		}
		boolean inside = isInside();
		this.registry.setCurrentObservationScope(current);
		this.contextScope.close();
		if (inside && this.leaks != null) {
			this.leaks.restore(this.before, "an observation");
		}
	}

	// One that is closed after what is around it, or by another
	// thread, has nothing to restore.
	@SuppressWarnings("ReferenceEquality")
	private boolean isInside() {
		Observation.Scope current = this.registry.getCurrentObservationScope();
		while (current != null && current != this.scope) {
			current = current.getPreviousObservationScope();
		}
		return current != null;
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
