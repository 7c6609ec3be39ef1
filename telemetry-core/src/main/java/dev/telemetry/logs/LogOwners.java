package dev.telemetry.logs;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which application captures the log records of this JVM. All applications in a
 * JVM share the logging system, so only one of them captures; otherwise, every record
 * would be exported twice. The next one takes over when the owner ends. Thread safe.
 */
final class LogOwners {

	// Static, because the logging system is shared by the whole process. Guarded
	// by itself.
	private static final List<Waiting> OWNERS = new ArrayList<>();

	private LogOwners() {
	}

	/**
	 * Makes an object the owner, at once or when all earlier owners have ended.
	 * @param owner the object that wants to capture
	 * @param owned called when it becomes the owner, possibly on the thread of the
	 * previous owner
	 */
	static void acquire(Object owner, Runnable owned) {
		boolean first;
		synchronized (OWNERS) {
			first = OWNERS.isEmpty();
			OWNERS.add(new Waiting(owner, owned));
		}
		if (first) {
			owned.run();
		}
	}

	static void release(Object owner) {
		Runnable next = null;
		synchronized (OWNERS) {
			boolean owned = placeOf(owner) == 0;
			OWNERS.removeIf((waiting) -> waiting.owner().equals(owner));
			if (owned && !OWNERS.isEmpty()) {
				next = OWNERS.get(0).owned();
			}
		}
		if (next != null) {
			next.run();
		}
	}

	/**
	 * Returns whether an object wants to capture while another one does.
	 */
	static boolean isWaiting(Object owner) {
		synchronized (OWNERS) {
			return placeOf(owner) > 0;
		}
	}

	private static int placeOf(Object owner) {
		for (int i = 0; i < OWNERS.size(); i++) {
			if (OWNERS.get(i).owner().equals(owner)) {
				return i;
			}
		}
		return -1;
	}

	private record Waiting(Object owner, Runnable owned) {

	}

}
