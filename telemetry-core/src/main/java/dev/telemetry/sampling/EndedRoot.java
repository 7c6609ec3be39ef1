package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;

/**
 * A local root that has ended, as rules see it. Must only be used during the call of the
 * rule.
 *
 * @since 0.1.0
 */
public interface EndedRoot {

	/**
	 * Returns how the root ended.
	 * @return the outcome
	 */
	RootOutcome outcome();

	/**
	 * Returns whether the root failed, according to its outcome or to a status
	 * {@code ERROR} that code has set on its span. A root has not failed if its client
	 * went away or sent a broken request. With {@link SamplingSettings.KeepErrors#NONE},
	 * the status of the span is ignored.
	 * @return whether it failed
	 */
	boolean failed();

	/**
	 * Returns the span of the root. The span of a request gets its attributes only later,
	 * if it is kept.
	 * @return the span
	 */
	ReadableSpan span();

	/**
	 * Returns whether the sampled flag of the root is set: by the caller, or because the
	 * root belongs to the sampled share.
	 * @return whether the root was sampled when it started
	 */
	boolean sampled();

	/**
	 * Returns whether the caller sampled the root.
	 * @return whether the caller's flag was obeyed
	 */
	boolean sampledByCaller();

	/**
	 * Returns whether the root has a parent in another process.
	 * @return whether there is a caller
	 */
	boolean hasCaller();

	/**
	 * Returns whether code asked to keep the root.
	 * @return whether the root is to be kept
	 */
	boolean forced();

	/**
	 * Returns whether a span below the root failed. Spans are examined only with
	 * {@link SamplingSettings.KeepErrors#ANY}.
	 * @return whether there was an error below the root
	 */
	boolean failedBelow();

	/**
	 * Returns the settings of the root's path, where they differ from those of all
	 * requests.
	 * @return the settings, or {@code null} if there are none
	 */
	@Nullable PathSampling path();

	/**
	 * Returns the settings to judge the root by.
	 * @return the settings
	 */
	SamplingSettings settings();

}
