package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation current, together with the context of its span. Closing the
 * observation's scope also leaves the context, even if other code finds the scope in the
 * registry and closes it. For that, this object is the registry that the scope sees. Used
 * by one thread.
 */
class SpanObservationScope implements ObservationRegistry, Scope {

	private final ObservationRegistry registry;

	private final Scope contextScope;

	private Observation.@Nullable Scope scope;

	/**
	 * Creates an instance that makes an observation current when it is {@link #open
	 * opened}.
	 * @param registry the registry in which the observation becomes current
	 * @param contextScope the scope that leaves the context of the span
	 */
	SpanObservationScope(ObservationRegistry registry, Scope contextScope) {
		this.registry = registry;
		this.contextScope = contextScope;
	}

	/**
	 * Makes an observation current.
	 * @param observation the observation
	 * @return this scope, which restores the observation and the context from before
	 */
	final SpanObservationScope open(Observation observation) {
		ObservationScopes.open(this, observation);
		return this;
	}

	/**
	 * Returns the scope as Micrometer sees it.
	 */
	final Observation.Scope observationScope() {
		Observation.Scope scope = this.scope;
		return (scope != null) ? scope : Observation.Scope.NOOP;
	}

	@Override
	public final void close() {
		observationScope().close();
	}

	// A scope sets itself when it is opened, and the previous scope when it is closed.
	@Override
	public final void setCurrentObservationScope(Observation.@Nullable Scope current) {
		if (this.scope == null) {
			this.scope = current;
			this.registry.setCurrentObservationScope(current);
		}
		else {
			leave(current);
		}
	}

	/**
	 * Leaves the observation and the context of its span.
	 * @param current the scope that is current from now on
	 */
	void leave(Observation.@Nullable Scope current) {
		this.registry.setCurrentObservationScope(current);
		this.contextScope.close();
	}

	@Override
	public final Observation.@Nullable Scope getCurrentObservationScope() {
		return this.registry.getCurrentObservationScope();
	}

	@Override
	public final @Nullable Observation getCurrentObservation() {
		return this.registry.getCurrentObservation();
	}

	@Override
	public final ObservationConfig observationConfig() {
		return this.registry.observationConfig();
	}

}
