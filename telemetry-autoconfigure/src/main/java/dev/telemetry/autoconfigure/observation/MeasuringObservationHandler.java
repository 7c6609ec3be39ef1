package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.context.Scope;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Records what is observed where there are no spans. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public final class MeasuringObservationHandler<T extends Observation.Context> implements ObservationHandler<T> {

	private final ObservedOperation<T> observed;

	private final InternalFailures failures;

	/**
	 * Creates a handler.
	 * @param observed what is recorded
	 * @param failures where our own failures end
	 */
	public MeasuringObservationHandler(ObservedOperation<T> observed, InternalFailures failures) {
		this.observed = observed;
		this.failures = failures;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.observed.supports(context);
	}

	@Override
	public void onStart(T context) {
		try {
			Operation operation = this.observed.operation(context);
			if (operation != null) {
				context.put(Recording.class, operation.start());
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording what is observed", ex);
		}
	}

	// What was observed on one thread from its start to its end can find its recording.
	@Override
	public void onScopeOpened(T context) {
		Recording recording = context.get(Recording.class);
		if (recording != null && this.observed.outermost() != null && context.get(Scope.class) == null) {
			context.put(Scope.class, recording.enter());
		}
	}

	@Override
	public void onScopeClosed(T context) {
		if (context.remove(Scope.class) instanceof Scope scope) {
			scope.close();
		}
	}

	@Override
	public void onStop(T context) {
		Recording recording = context.get(Recording.class);
		try {
			if (recording != null) {
				this.observed.end(context, recording);
			}
			else {
				this.observed.endUnrecorded(context);
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording what was observed", ex);
		}
	}

}
