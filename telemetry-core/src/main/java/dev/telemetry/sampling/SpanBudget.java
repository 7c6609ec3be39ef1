package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many more spans may be known. Thread safe, does not block.
 */
final class SpanBudget {

	private final AtomicInteger free;

	SpanBudget(int spans) {
		this.free = new AtomicInteger(spans);
	}

	boolean isFull() {
		return free() <= 0;
	}

	int free() {
		return this.free.get();
	}

	/**
	 * Takes room.
	 * @return how much there was of what was wanted
	 */
	int take(int wanted) {
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
	 * Takes room for one even if there is none.
	 */
	void takeInAnyCase() {
		this.free.decrementAndGet();
	}

	void giveBack(int spans) {
		this.free.addAndGet(spans);
	}

}
