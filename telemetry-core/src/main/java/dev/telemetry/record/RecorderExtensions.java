package dev.telemetry.record;

import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;

import dev.telemetry.health.InternalFailures;

/**
 * What an application changes about all that the recorder records. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param events decides which events are recorded
 * @param customizers supplies what adds to each operation when it starts, asked for with
 * the first one: it may need the recorder
 * @param outer what operations without a parent begin with: the context of what has
 * started this process, or the root
 * @param jobs follows jobs
 * @since 0.1.0
 */
public record RecorderExtensions(EventGate events, Supplier<List<OperationCustomizer>> customizers, Context outer,
		JobListener jobs) {

	/**
	 * Creates extensions of a process that nothing traces from outside.
	 * @param events decides which events are recorded
	 * @param customizers add to each operation when it starts
	 */
	public RecorderExtensions(EventGate events, List<OperationCustomizer> customizers) {
		this(events, () -> customizers, Context.root(), JobListener.NONE);
	}

	/**
	 * The same, with something that follows jobs.
	 * @param jobs follows jobs
	 * @return the extensions
	 */
	public RecorderExtensions following(JobListener jobs) {
		return new RecorderExtensions(this.events, this.customizers, this.outer, jobs);
	}

	/**
	 * Changes nothing.
	 * @param failures where failures of the product itself end
	 * @return the extensions
	 */
	public static RecorderExtensions none(InternalFailures failures) {
		return new RecorderExtensions(new EventGate(EventNames.NONE, List::of, failures), List.of());
	}

}
