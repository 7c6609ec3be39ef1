package dev.telemetry.autoconfigure.viewer;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the viewer with the context, before anything serves requests. It goes on until
 * it is destroyed: what happens while an application stops can be looked at as well.
 */
final class ViewerLifecycle implements SmartLifecycle {

	private final TraceViewer viewer;

	private final boolean wanted;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param viewer what is started
	 * @param wanted whether there is anything to show
	 */
	ViewerLifecycle(TraceViewer viewer, boolean wanted) {
		this.viewer = viewer;
		this.wanted = wanted;
	}

	@Override
	public void start() {
		if (this.wanted && !this.running) {
			this.running = true;
			this.viewer.start();
		}
	}

	@Override
	public void stop() {
		// Until it is destroyed.
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
