package dev.telemetry.sampling;

import org.jspecify.annotations.Nullable;

/**
 * What {@link OpenTraces} needs of a trace to find it: in a chain with others of the same
 * hash, or by the ids of its spans.
 *
 * @param <T> the type of the others in the chain
 */
interface ChainedTrace<T extends ChainedTrace<T>> {

	String traceId();

	/**
	 * The next one in the chain. Stays when it leaves the chain, for who is reading it.
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
