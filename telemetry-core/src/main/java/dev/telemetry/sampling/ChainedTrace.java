package dev.telemetry.sampling;

import org.jspecify.annotations.Nullable;

/**
 * A trace that {@link OpenTraces} can find: in a chain of traces with the same hash, or
 * by the ids of its spans.
 *
 * @param <T> the type of the traces in the chain
 */
interface ChainedTrace<T extends ChainedTrace<T>> {

	String traceId();

	/**
	 * Returns the next trace in the chain. The link remains when this trace leaves the
	 * chain, because other threads may be reading the chain.
	 */
	@Nullable T next();

	void next(@Nullable T next);

	/**
	 * Returns whether the trace is in no chain and is found only by the ids of its spans.
	 */
	boolean isIndexed();

	void indexed();

	/**
	 * Returns whether a span belongs to the trace.
	 */
	boolean knows(String spanId);

	/**
	 * Returns how many spans are open or held.
	 */
	int size();

}
