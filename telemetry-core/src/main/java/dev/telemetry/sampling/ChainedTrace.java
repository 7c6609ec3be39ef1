package dev.telemetry.sampling;

import org.jspecify.annotations.Nullable;

/**
 * What {@link OpenTraces} needs of a trace to find it: by the id that it shares with
 * others, which form a chain, or by the ids of its spans.
 *
 * @param <T> the type of the others in the chain
 */
interface ChainedTrace<T extends ChainedTrace<T>> {

	String traceId();

	/**
	 * Another local root of the same trace, as where a service calls itself.
	 */
	@Nullable T next();

	void next(@Nullable T next);

	/**
	 * Whether it is in no chain, and found by the ids of its spans only.
	 */
	boolean isIndexed();

	void indexed();

	/**
	 * Whether a span belongs to it.
	 */
	boolean knows(String spanId);

	/**
	 * How many spans are open or held.
	 */
	int size();

}
