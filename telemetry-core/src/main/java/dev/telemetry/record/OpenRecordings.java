package dev.telemetry.record;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The recordings that have not ended, as far as there is room. Thread safe: to add and to
 * remove one takes a single write each and no lock, and allocates nothing. Only if there
 * is no room at all, the whole table is looked through in vain.
 */
final class OpenRecordings {

	static final int CAPACITY = 4_096;

	/** Returned where there is no room. */
	static final short UNTRACKED = -1;

	/** Where threads look first: near each other, and away from other threads. */
	private static final int OWN_SLOTS = 64;

	private static final int SPREAD = 0x9E3779B9;

	private static final int SPREAD_SHIFT = Integer.numberOfLeadingZeros(CAPACITY - 1);

	private final AtomicReferenceArray<@Nullable TrackedRecording> slots = new AtomicReferenceArray<>(CAPACITY);

	// Where a slot was last found beyond those of the thread. Races are harmless.
	private int next;

	// Written without a method call, for which there may be no stack left.
	volatile boolean interrupted;

	/**
	 * Adds a recording.
	 * @return its place, or {@link #UNTRACKED}
	 */
	short add(TrackedRecording recording) {
		if (this.interrupted) {
			resumeEnds();
		}
		int first = ((int) Thread.currentThread().getId() * SPREAD) >>> SPREAD_SHIFT;
		short slot = take(recording, first, OWN_SLOTS);
		if (slot == UNTRACKED) {
			slot = take(recording, this.next, CAPACITY);
			this.next = slot + 1;
		}
		return (slot == UNTRACKED && recording.isJob()) ? displace(recording) : slot;
	}

	// Calls that are never ended, as those of a client that forgets about them, must not
	// hide the jobs.
	private short displace(TrackedRecording job) {
		for (int slot = 0; slot < CAPACITY; slot++) {
			TrackedRecording other = this.slots.get(slot);
			if (other != null && !other.isJob() && this.slots.compareAndSet(slot, other, job)) {
				other.displaced();
				return (short) slot;
			}
		}
		return UNTRACKED;
	}

	private short take(TrackedRecording recording, int first, int count) {
		for (int i = 0; i < count; i++) {
			int slot = (first + i) & (CAPACITY - 1);
			if (this.slots.getPlain(slot) == null && this.slots.compareAndSet(slot, null, recording)) {
				return (short) slot;
			}
		}
		return UNTRACKED;
	}

	void remove(int slot, TrackedRecording recording) {
		if (slot != UNTRACKED) {
			this.slots.compareAndSet(slot, recording, null);
		}
	}

	private void resumeEnds() {
		this.interrupted = false;
		for (int i = 0; i < CAPACITY; i++) {
			TrackedRecording recording = this.slots.get(i);
			if (recording != null) {
				recording.resumeEnd();
			}
		}
	}

	/**
	 * The jobs that are running, as far as there is room.
	 */
	List<RunningJob> runningJobs() {
		List<RunningJob> jobs = new ArrayList<>();
		for (int i = 0; i < CAPACITY; i++) {
			TrackedRecording recording = this.slots.get(i);
			RunningJob job = (recording != null) ? recording.runningJob() : null;
			if (job != null) {
				jobs.add(job);
			}
		}
		return jobs;
	}

	/**
	 * Tells the backend of each job that it goes on.
	 * @param leastNanos how long it has to have been running, in nanoseconds
	 */
	void beat(long leastNanos) {
		for (int i = 0; i < CAPACITY; i++) {
			TrackedRecording recording = this.slots.get(i);
			if (recording != null) {
				recording.beat(leastNanos);
			}
		}
	}

	/**
	 * Ends all of them, local roots last, so that what is below them goes with them.
	 */
	void endAll() {
		resumeEnds();
		for (int i = 0; i < CAPACITY; i++) {
			TrackedRecording recording = this.slots.get(i);
			if (recording != null && !recording.isLocalRoot()) {
				recording.endAtShutdown();
			}
		}
		for (int i = 0; i < CAPACITY; i++) {
			TrackedRecording recording = this.slots.get(i);
			if (recording != null) {
				recording.endAtShutdown();
			}
		}
	}

	/**
	 * Says that more recordings are open than the end of the application would end. One
	 * for all: there may be many.
	 */
	static final class Full extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@SuppressWarnings("StaticAssignmentOfThrowable")
		static final Full INSTANCE = new Full();

		private Full() {
			super("more than " + CAPACITY + " recordings are open: the end of the application "
					+ "does not end the ones beyond", null, false, false);
		}

	}

}
