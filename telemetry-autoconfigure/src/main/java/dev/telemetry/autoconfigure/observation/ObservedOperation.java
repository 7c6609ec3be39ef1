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
 * Something that Spring observes and that is recorded under our names: the observation
 * and its meters stay, its span is that of telemetry. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public interface ObservedOperation<T extends Observation.Context> {

	/**
	 * Returns whether this is about a context.
	 * @param context context of an observation
	 * @return whether it is
	 */
	boolean supports(Observation.Context context);

	/**
	 * Returns what is observed.
	 * @param context context of the observation that starts
	 * @return what is recorded, or {@code null} if it is recorded elsewhere
	 */
	@Nullable Operation operation(T context);

	/**
	 * Returns what restores the context of a thread on which this is all that is done: it
	 * is a trace of its own then, whatever is current.
	 * @return what restores contexts, or {@code null} if this is below what is current
	 */
	default @Nullable ContextLeaks outermost() {
		return null;
	}

	/**
	 * Returns what an {@link #outermost()} one is below: nothing, or what came from
	 * elsewhere.
	 * @param context context of the observation that starts
	 * @return the context of the parent
	 */
	default Context parent(T context) {
		return Context.root();
	}

	/**
	 * Returns what one that is not {@link #outermost()} is below.
	 * @param context context of the observation that starts
	 * @param found what is current, or the parent that the observation was given
	 * @return the context of the parent
	 */
	default Context below(T context, Context found) {
		return found;
	}

	/**
	 * Describes and ends what was recorded.
	 * @param context context of the observation that stops
	 * @param recording the recording to end
	 */
	void end(T context, Recording recording);

	/**
	 * Called in place of {@link #end} where nothing is recorded by the observation.
	 * @param context context of the observation that stops
	 */
	default void endUnrecorded(T context) {
	}

	/**
	 * Returns whether an observation is recorded.
	 * @param context context of the observation
	 * @return whether it has been recorded since it started
	 */
	static boolean isRecorded(Observation.Context context) {
		return ObservedRecording.of(context) != null;
	}

	/**
	 * Returns what is recorded of an observation.
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
