package dev.telemetry.worker;

/**
 * Creates threads for workers.
 */
final class WorkerThread {

	private WorkerThread() {
	}

	/**
	 * Creates a thread that inherits nothing from the request or job that starts a
	 * worker.
	 */
	static Thread of(Runnable work, String name) {
		Thread thread = new Thread(null, work, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(WorkerThread.class.getClassLoader());
		return thread;
	}

}
