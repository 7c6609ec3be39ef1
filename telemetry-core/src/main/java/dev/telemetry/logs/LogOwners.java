package dev.telemetry.logs;

import java.util.ArrayList;
import java.util.List;

/**
 * Who captures the records of this JVM. All applications in it share the logging system,
 * so only one of them does, or everything would be exported twice; the next one takes
 * over when it ends. Thread safe.
 */
final class LogOwners {

	// The logging system belongs to the process, as this does. Guarded by itself.
	private static final List<Waiting> OWNERS = new ArrayList<>();

	private LogOwners() {
	}

	/**
	 * Makes somebody the owner, now or when all before have ended.
	 * @param owner who wants to capture
	 * @param owned is called then, perhaps on the thread of the one before
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
			boolean owned = isOwner(owner);
			OWNERS.removeIf((waiting) -> waiting.owner().equals(owner));
			if (owned && !OWNERS.isEmpty()) {
				next = OWNERS.get(0).owned();
			}
		}
		if (next != null) {
			next.run();
		}
	}

	static boolean isOwner(Object owner) {
		synchronized (OWNERS) {
			return !OWNERS.isEmpty() && OWNERS.get(0).owner().equals(owner);
		}
	}

	private record Waiting(Object owner, Runnable owned) {

	}

}
