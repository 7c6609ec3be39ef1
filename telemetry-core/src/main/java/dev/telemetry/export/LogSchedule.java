package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

/**
 * Schedule for log lines about a lasting condition: at once, then after one, two, four
 * and eight minutes, and then every ten minutes while the condition lasts. To be used
 * only by the exporting thread.
 */
final class LogSchedule {

	private static final long FIRST_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final long LONGEST_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(10);

	private boolean goingOn;

	private boolean said;

	private long lastNanos;

	private long intervalNanos = FIRST_INTERVAL_NANOS;

	boolean isTime(long nowNanos) {
		if (this.said && nowNanos - this.lastNanos < this.intervalNanos) {
			return false;
		}
		this.intervalNanos = (this.goingOn) ? Math.min(2 * this.intervalNanos, LONGEST_INTERVAL_NANOS)
				: FIRST_INTERVAL_NANOS;
		this.goingOn = true;
		this.said = true;
		this.lastNanos = nowNanos;
		return true;
	}

	boolean isGoingOn() {
		return this.goingOn;
	}

	void end() {
		this.goingOn = false;
		this.intervalNanos = FIRST_INTERVAL_NANOS;
	}

}
