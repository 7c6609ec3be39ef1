package dev.telemetry.record;

import java.util.List;

import dev.telemetry.health.InternalFailures;

/**
 * What an application changes about all that the recorder records. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param events decides which events are recorded
 * @param customizers add to each operation when it starts
 * @param jobs follows jobs
 * @since 0.1.0
 */
public record RecorderExtensions(EventGate events, List<OperationCustomizer> customizers, JobListener jobs) {

	/**
	 * Creates extensions.
	 * @param events decides which events are recorded
	 * @param customizers add to each operation when it starts
	 * @param jobs follows jobs
	 */
	public RecorderExtensions {
		customizers = List.copyOf(customizers);
	}

	/**
	 * Creates extensions without anything that follows jobs.
	 * @param events decides which events are recorded
	 * @param customizers add to each operation when it starts
	 */
	public RecorderExtensions(EventGate events, List<OperationCustomizer> customizers) {
		this(events, customizers, JobListener.NONE);
	}

	/**
	 * The same, with something that follows jobs.
	 * @param jobs follows jobs
	 * @return the extensions
	 */
	public RecorderExtensions following(JobListener jobs) {
		return new RecorderExtensions(this.events, this.customizers, jobs);
	}

	/**
	 * Changes nothing.
	 * @param failures where failures of the product itself end
	 * @return the extensions
	 */
	public static RecorderExtensions none(InternalFailures failures) {
		return new RecorderExtensions(new EventGate(EventNames.NONE, List.of(), failures), List.of());
	}

}
