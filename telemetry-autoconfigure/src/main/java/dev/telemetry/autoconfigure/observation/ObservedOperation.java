package dev.telemetry.autoconfigure.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * An operation that Spring observes, and that telemetry records under its own names. The
 * observation and its meters stay; the span is that of telemetry. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public interface ObservedOperation<T extends Observation.Context> {

	/**
	 * Returns whether an observation is of this kind.
	 * @param context context of an observation
	 * @return whether the observation is supported
	 */
	boolean supports(Observation.Context context);

	/**
	 * Returns the operation of an observation.
	 * @param context context of the observation that starts
	 * @return the operation, or {@code null} if it is recorded elsewhere
	 */
	@Nullable Operation operation(T context);

	/**
	 * Returns the object that restores the context of the thread, if such an operation is
	 * the outermost work of its thread. The operation then begins a trace of its own,
	 * whatever is current.
	 * @return the object that restores contexts, or {@code null} if the operation is
	 * below the current context
	 */
	default @Nullable ContextLeaks outermost() {
		return null;
	}

	/**
	 * Returns the object that restores the context of the thread at the end of the
	 * operation, if inner scopes were left open.
	 * @return the object that restores contexts, or {@code null} to leave them alone
	 */
	default @Nullable ContextLeaks leaks() {
		return outermost();
	}

	/**
	 * Returns the parent of an {@link #outermost()} operation: the root context, or a
	 * context that came from elsewhere.
	 * @param context context of the observation that starts
	 * @return the context of the parent
	 */
	default Context parent(T context) {
		return Context.root();
	}

	/**
	 * Returns the parent of an operation that is not {@link #outermost()}.
	 * @param context context of the observation that starts
	 * @param found the current context, or that of the parent observation
	 * @return the context of the parent
	 */
	default Context below(T context, Context found) {
		return found;
	}

	/**
	 * Describes and ends the recording.
	 * @param context context of the observation that stops
	 * @param recording the recording to end
	 */
	void end(T context, Recording recording);

	/**
	 * Called in place of {@link #end} if the observation records nothing.
	 * @param context context of the observation that stops
	 */
	default void endUnrecorded(T context) {
	}

	/**
	 * Returns whether an observation is recorded.
	 * @param context context of the observation
	 * @return whether the observation has a recording
	 */
	static boolean isRecorded(Observation.Context context) {
		return ObservedRecording.of(context) != null;
	}

	/**
	 * Returns the recording of an observation.
	 * @param context context of the observation
	 * @return the recording, or {@code null} if nothing is recorded
	 */
	static @Nullable Recording recording(Observation.Context context) {
		ObservedRecording observed = ObservedRecording.of(context);
		return (observed != null) ? observed.recording() : null;
	}

	/**
	 * Writes a key-value that a convention or a filter of the application may have added.
	 * @param span the span
	 * @param keyValue the key-value
	 */
	static void write(Span span, KeyValue keyValue) {
		span.setAttribute(keyValue.getKey(), keyValue.getValue());
	}

}
