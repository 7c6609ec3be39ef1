package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Budget of spans that may be open or held, and of the bytes that held spans may take.
 * Thread safe, does not block.
 */
final class SpanBudget {

	/**
	 * The fraction of all room that is freed at once when there is none: one part in this
	 * many.
	 */
	private static final int FRACTION = 16;

	private static final int RESERVED_AT_ONCE = 16;

	/**
	 * Up to this many spans in all, a span that is certain to be small is not measured:
	 * most traces are over and forgotten before measuring would be of use.
	 */
	private static final int UNMEASURED = 256;

	private final int places;

	private final long bytes;

	private final AtomicInteger free;

	private final AtomicLong freeBytes;

	SpanBudget(int places, long bytes) {
		this.places = places;
		this.bytes = bytes;
		this.free = new AtomicInteger(places);
		this.freeBytes = new AtomicLong(bytes);
	}

	int free() {
		return this.free.get();
	}

	long freeBytes() {
		return this.freeBytes.get();
	}

	/**
	 * Returns whether there are so many spans that the bytes of small spans are counted
	 * too.
	 */
	boolean isMeasured() {
		return this.places - this.free.get() >= UNMEASURED;
	}

	/**
	 * Returns whether there is any room.
	 */
	boolean isLeft() {
		return this.free.get() > 0 && this.freeBytes.get() > this.bytes / FRACTION;
	}

	/**
	 * Returns whether as much room is free as is freed at once.
	 */
	boolean isAtEase() {
		return this.free.get() > this.places / FRACTION && this.freeBytes.get() > this.bytes / FRACTION;
	}

	/**
	 * Takes places for a trace. A trace that has more places gets more at once, so that
	 * threads seldom contend here.
	 * @param reserved how many places the trace has
	 * @return how many more places it gets, 0 if there are none
	 */
	int reserve(int reserved) {
		int free = this.free.get();
		int wanted = (free > this.places / FRACTION) ? Math.min(Math.max(reserved, 1), RESERVED_AT_ONCE) : 1;
		return take(wanted);
	}

	private int take(int wanted) {
		while (true) {
			int free = this.free.get();
			int taken = Math.min(wanted, free);
			if (taken <= 0) {
				return 0;
			}
			if (this.free.compareAndSet(free, free - taken)) {
				return taken;
			}
		}
	}

	/**
	 * Takes one place.
	 * @return whether there was one
	 */
	boolean takeOne() {
		return take(1) == 1;
	}

	void giveBack(int places) {
		this.free.addAndGet(places);
	}

	/**
	 * Takes bytes.
	 * @return whether there were enough
	 */
	boolean takeBytes(long wanted) {
		while (true) {
			long free = this.freeBytes.get();
			if (free < wanted) {
				return false;
			}
			if (this.freeBytes.compareAndSet(free, free - wanted)) {
				return true;
			}
		}
	}

	void giveBackBytes(long bytes) {
		if (bytes > 0) {
			this.freeBytes.addAndGet(bytes);
		}
	}

}
