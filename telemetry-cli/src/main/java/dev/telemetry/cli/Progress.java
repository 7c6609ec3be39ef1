package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Says on the terminal how far the reading of a long file is, where there is a terminal.
 */
final class Progress {

	static final long LONG = 8 * 1024 * 1024;

	private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);

	private static final int PERCENT = 100;

	private final PrintWriter terminal;

	private final boolean shown;

	private long size;

	private long read;

	private long last = System.nanoTime();

	Progress(PrintWriter terminal, boolean shown) {
		this.terminal = terminal;
		this.shown = shown;
	}

	void begin(long bytes) {
		this.size = bytes;
		this.read = 0;
	}

	void add(long bytes) {
		this.read += bytes;
		if (this.shown && this.size >= LONG && System.nanoTime() - this.last > EVERY) {
			this.last = System.nanoTime();
			this.terminal.print("\rreading " + Math.min(PERCENT, this.read * PERCENT / this.size) + " %");
			this.terminal.flush();
		}
	}

	void end() {
		if (this.shown && this.size >= LONG) {
			this.terminal.print("\r             \r");
			this.terminal.flush();
		}
	}

}
