package dev.telemetry.record;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * A table of the recordings that have not ended, as far as there is room. Thread safe.
 * Adding or removing a recording takes one write and no lock, and allocates nothing. Only
 * when the table is full, the whole table is searched in vain.
 */
final class OpenRecordings {

	static final int CAPACITY = 4_096;

	/** Place of a recording for which there is no room. */
	static final short UNTRACKED = -1;

	/**
	 * Number of neighbouring slots that a thread tries first, away from those of other
	 * threads.
	 */
	private static final int OWN_SLOTS = 64;

	private static final int SPREAD = 0x9E3779B9;

	private static final int SPREAD_SHIFT = Integer.numberOfLeadingZeros(CAPACITY - 1);

	private final AtomicReferenceArray<@Nullable TrackedRecording> slots = new AtomicReferenceArray<>(CAPACITY);

	// The slot behind the last one that was found outside of a thread's own slots. Races
	// are harmless.
	private int next;

	// Written without a method call, because the stack may be used up.
	volatile boolean interrupted;

	/**
	 * Adds a recording.
	 * @return the place of the recording, or {@link #UNTRACKED}
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

	// Calls that a client forgets to end must not keep jobs out of the table.
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
	 * Returns the running jobs that are in the table.
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
	 * Sends a heartbeat for each running job.
	 * @param leastNanos how long a job must have been running, in nanoseconds
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
	 * Ends all recordings, local roots last, so that the spans below are exported with
	 * their roots.
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
	 * Reports that more recordings are open than the table has room for, so that some are
	 * not ended with the application. A single instance, because there may be many such
	 * recordings.
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
