package dev.telemetry.autoconfigure.viewer;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the viewer with the context, before requests are served. The viewer runs until
 * it is destroyed, so that it also shows what happens while the application stops.
 */
final class ViewerLifecycle implements SmartLifecycle {

	private final TraceViewer viewer;

	private final boolean wanted;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param viewer the viewer
	 * @param wanted whether there are traces to show
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
		// The viewer runs until it is destroyed.
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
