package dev.telemetry.autoconfigure.observation;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.context.Scope;

import dev.telemetry.context.LogContext;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;

/**
 * Records observed operations if there are no spans. Thread safe.
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
	 * @param observed the observed operation
	 * @param failures receives failures of this project's own code
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
				ObservedRecording.put(context, operation.start());
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording what is observed", ex);
		}
	}

	// An operation below another one may go on on another thread.
	@Override
	public void onScopeOpened(T context) {
		ObservedRecording observed = ObservedRecording.of(context);
		if (observed != null && this.observed.outermost() != null) {
			Scope scope = observed.recording().enter();
			Map<String, Object> logBefore = LogContext.current();
			observed.opened(() -> {
				LogContext.set(logBefore);
				scope.close();
			});
		}
	}

	@Override
	public void onScopeClosed(T context) {
		ObservedRecording observed = ObservedRecording.of(context);
		if (observed != null) {
			observed.closed();
		}
	}

	@Override
	public void onStop(T context) {
		ObservedRecording observed = ObservedRecording.of(context);
		try {
			if (observed != null) {
				this.observed.end(context, observed.recording());
			}
			else {
				this.observed.endUnrecorded(context);
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording what was observed", ex);
			if (observed != null) {
				observed.recording().close();
			}
		}
	}

}
