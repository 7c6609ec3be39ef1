package dev.telemetry.sampling;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SamplingCounts.DropReason;

/**
 * What there is for a span that ends after its root, which was not kept, and that may
 * still be kept with one above it.
 *
 * @param bytes how much memory was taken for it, 0 for none
 * @param refused why it cannot wait although it should, or {@code null} if that is not so
 */
record LateRoom(long bytes, @Nullable DropReason refused) {

	/** Nothing above it is open. */
	static final LateRoom UNNEEDED = new LateRoom(0, null);

	/** As many wait already as may below one root. */
	static final LateRoom TOO_MANY = new LateRoom(0, DropReason.TRUNCATED);

	/** There are no bytes for it. */
	static final LateRoom FULL = new LateRoom(0, DropReason.LIMIT);

}
