package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A scope that other code opens. Closing it restores the context from before, even if
 * inner scopes were left open.
 */
final class RestoringObservationScope extends SpanObservationScope {

	private final ObservationTools tools;

	private final Context before;

	/**
	 * Creates a scope.
	 * @param before the context from before
	 */
	RestoringObservationScope(ObservationTools tools, Scope contextScope, Context before) {
		super(tools.registry(), contextScope);
		this.tools = tools;
		this.before = before;
	}

	@Override
	void leave(Observation.@Nullable Scope current) {
		boolean inside = isInside();
		super.leave(current);
		if (inside) {
			this.tools.leaks().restore(this.before, "an observation");
		}
	}

	// A scope that is closed after its outer scope, or by another thread, has nothing
	// to restore.
	@SuppressWarnings("ReferenceEquality")
	private boolean isInside() {
		Observation.Scope opened = observationScope();
		Observation.Scope current = getCurrentObservationScope();
		while (current != null && current != opened) {
			current = current.getPreviousObservationScope();
		}
		return current != null;
	}

}
