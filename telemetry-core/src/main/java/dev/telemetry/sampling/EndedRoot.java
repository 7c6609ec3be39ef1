package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;

/**
 * A local root that has ended, as rules see it. Must only be used during the call.
 *
 * @since 0.1.0
 */
public interface EndedRoot {

	/**
	 * How it ended.
	 * @return the outcome
	 */
	RootOutcome outcome();

	/**
	 * Whether it failed, according to its outcome or to a status {@code ERROR} that code
	 * has set on its span. It has not failed if its client went away or sent a broken
	 * request. With {@link SamplingSettings.KeepErrors#NONE}, the status of the span is
	 * ignored.
	 * @return whether it failed
	 */
	boolean failed();

	/**
	 * Its span. The span of a request has its attributes only later, if it is kept.
	 * @return the span
	 */
	ReadableSpan span();

	/**
	 * Whether its sampled flag is set: by the caller, or because it belongs to the share.
	 * @return whether it was sampled when it started
	 */
	boolean sampled();

	/**
	 * Whether it is the caller that sampled it.
	 * @return whether the caller's flag was obeyed
	 */
	boolean sampledByCaller();

	/**
	 * Whether it has a parent in another process.
	 * @return whether there is a caller
	 */
	boolean hasCaller();

	/**
	 * Whether code asked for it to be kept.
	 * @return whether it is to be kept
	 */
	boolean forced();

	/**
	 * Whether one of its spans failed, as far as that is looked at.
	 * @return whether there was an error below it
	 */
	boolean failedBelow();

	/**
	 * The settings of its path, where they differ from those of all requests.
	 * @return the settings, or {@code null} if there are none
	 */
	@Nullable PathSampling path();

	/**
	 * The settings to judge it by.
	 * @return the settings
	 */
	SamplingSettings settings();

}
