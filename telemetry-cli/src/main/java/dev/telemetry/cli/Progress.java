package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says on the terminal how far the reading of a long file is, where there is a terminal.
 */
final class Progress {

	static final long LONG = 8 * 1024 * 1024;

	static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);

	private static final int PERCENT = 100;

	private final PrintWriter terminal;

	private final boolean shown;

	private final LongSupplier clock;

	private long size;

	private long read;

	private long last;

	/**
	 * Creates a progress.
	 * @param terminal where it is said
	 * @param shown whether that is a terminal
	 * @param clock tells the time in nanoseconds
	 */
	Progress(PrintWriter terminal, boolean shown, LongSupplier clock) {
		this.terminal = terminal;
		this.shown = shown;
		this.clock = clock;
		this.last = clock.getAsLong();
	}

	void begin(long bytes) {
		this.size = bytes;
		this.read = 0;
	}

	void add(long bytes) {
		this.read += bytes;
		if (!isShown()) {
			return;
		}
		long now = this.clock.getAsLong();
		if (now - this.last >= EVERY) {
			this.last = now;
			this.terminal.print("\rreading " + Math.min(PERCENT, this.read * PERCENT / this.size) + " %");
			this.terminal.flush();
		}
	}

	void end() {
		if (isShown()) {
			this.terminal.print("\r             \r");
			this.terminal.flush();
		}
	}

	private boolean isShown() {
		return this.shown && this.size >= LONG;
	}

}
