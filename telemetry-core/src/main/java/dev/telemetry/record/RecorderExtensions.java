package dev.telemetry.record;

import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;

import dev.telemetry.health.InternalFailures;

/**
 * The application's extensions of the recorder. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param events decides which events are recorded
 * @param customizers supplies the customizers, called with the first operation, because
 * customizers may depend on the recorder
 * @param outer the context of operations without a parent: that of the process that
 * started this one, or the root context
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
	 * Returns these extensions with a listener for jobs.
	 * @param jobs follows jobs
	 * @return the extensions
	 */
	public RecorderExtensions following(JobListener jobs) {
		return new RecorderExtensions(this.events, this.customizers, this.outer, jobs);
	}

	/**
	 * Returns extensions that change nothing.
	 * @param failures receives failures of this project's own code
	 * @return the extensions
	 */
	public static RecorderExtensions none(InternalFailures failures) {
		return new RecorderExtensions(new EventGate(EventNames.NONE, List::of, failures), List.of());
	}

}
