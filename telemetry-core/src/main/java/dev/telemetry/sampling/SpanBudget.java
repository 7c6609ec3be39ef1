package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many more spans may be open or held, and how many bytes those that are held may
 * take. Thread safe, does not block.
 */
final class SpanBudget {

	/** What is set free at once when there is no room, as a fraction of all. */
	private static final int FRACTION = 16;

	private static final int RESERVED_AT_ONCE = 16;

	/**
	 * Up to so many spans in all, none is measured that is certain to be small: most
	 * traces are over and forgotten before it would have been of any use.
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
	 * Whether there are so many spans that the bytes of small ones are counted too.
	 */
	boolean isMeasured() {
		return this.places - this.free.get() >= UNMEASURED;
	}

	/**
	 * Whether there is any room.
	 */
	boolean isLeft() {
		return this.free.get() > 0 && this.freeBytes.get() > this.bytes / FRACTION;
	}

	/**
	 * Whether there is as much room again as is set free at once.
	 */
	boolean isAtEase() {
		return this.free.get() > this.places / FRACTION && this.freeBytes.get() > this.bytes / FRACTION;
	}

	/**
	 * Takes places for a trace, the more it has the more at once, so that threads seldom
	 * meet here.
	 * @param reserved how many it has
	 * @return how many it gets, 0 if there are none
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
	 * @return whether there were as many
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
