package dev.telemetry.export;

/**
 * Runs work at once: pools of the JDK may have a single thread.
 */
final class OwnThread {

	private OwnThread() {
	}

	static void start(Runnable work) {
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		thread.start();
	}

}
