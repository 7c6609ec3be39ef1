package dev.telemetry.worker;

/**
 * Threads that see to workers for as long as these run.
 */
final class WorkerThread {

	private WorkerThread() {
	}

	/**
	 * Makes a thread that inherits nothing of the request or job that starts a worker.
	 */
	static Thread of(Runnable work, String name) {
		Thread thread = new Thread(null, work, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(WorkerThread.class.getClassLoader());
		return thread;
	}

}
