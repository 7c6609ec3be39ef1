package dev.telemetry.sampling;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SamplingCounts.DropReason;

/**
 * Room for a span that ends after its root, where the root was not kept. The span may
 * still be kept with a span above it.
 *
 * @param bytes how much memory was taken for the span, 0 for none
 * @param refused why the span cannot wait although it should, or {@code null}
 */
record LateRoom(long bytes, @Nullable DropReason refused) {

	/** No span above it is open, so it does not wait. */
	static final LateRoom UNNEEDED = new LateRoom(0, null);

	/** As many spans wait already as may wait below one root. */
	static final LateRoom TOO_MANY = new LateRoom(0, DropReason.TRUNCATED);

	/** There is no memory for the span. */
	static final LateRoom FULL = new LateRoom(0, DropReason.LIMIT);

}
