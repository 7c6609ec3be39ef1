package dev.telemetry.health;

/**
 * Creates the threads of this project. They do not keep the JVM alive, and inherit
 * neither the thread locals nor the class loader of the request or job that happens to be
 * the first to need them.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class DaemonThread {

	private DaemonThread() {
	}

	/**
	 * Creates a thread, which is to be started.
	 * @param name name of the thread
	 * @param work runs on the thread
	 * @return the thread
	 */
	public static Thread of(String name, Runnable work) {
		Thread thread = new Thread(null, work, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(DaemonThread.class.getClassLoader());
		return thread;
	}

}
