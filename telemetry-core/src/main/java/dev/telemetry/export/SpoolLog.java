package dev.telemetry.export;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.DiskFailures;
import dev.telemetry.export.disk.Spool;

/**
 * Logs that records wait on the disk, at the times of {@link LogSchedule}, and that they
 * no longer wait. Logs failures of the disk at most once a minute. To be used only by the
 * exporting thread.
 */
final class SpoolLog {

	private final String kind;

	private final String target;

	private final Spool spool;

	private final LogSchedule waiting = new LogSchedule();

	private final Interval trouble = new Interval();

	private final Interval damage = new Interval();

	private final Interval alone = new Interval();

	private boolean saidThatFound;

	/**
	 * Creates a log.
	 * @param kind name of the kind of records, in the plural
	 * @param target where the records are sent to
	 */
	SpoolLog(String kind, String target, Spool spool) {
		this.kind = ExportLog.capitalized(kind);
		this.target = target;
		this.spool = spool;
	}

	void waits(@Nullable String failure, long nowNanos) {
		if (this.waiting.isTime(nowNanos)) {
			ExportLog.warn("{} for {} wait in {}{}. They are sent when it answers again.", this.kind, this.target,
					this.spool, (failure != null) ? " (last failure: " + failure + ")" : "");
		}
	}

	void found(int records) {
		if (!this.saidThatFound && records > 0) {
			this.saidThatFound = true;
			ExportLog.info("{} for {} have waited in {} since an earlier run, and are sent now", this.kind, this.target,
					this.spool);
		}
	}

	void empty() {
		if (this.saidThatFound || this.waiting.isGoingOn()) {
			ExportLog.info("No {} for {} wait any more in {}", this.kind.toLowerCase(Locale.ROOT), this.target,
					this.spool);
		}
		this.saidThatFound = false;
		this.waiting.end();
	}

	void unusable() {
		Throwable cause = this.spool.trouble();
		if (cause != null && this.trouble.isOver()) {
			ExportLog.warn("{} for {} cannot wait in {}: {}. They wait in memory instead.", this.kind, this.target,
					this.spool, DiskFailures.describe(cause));
		}
	}

	void damaged(Path file) {
		if (this.damage.isOver()) {
			ExportLog.warn("{} is damaged. {} in it are lost; telemetry.{}.dropped counts them as spool_damaged.", file,
					this.kind, this.kind.toLowerCase(Locale.ROOT));
		}
	}

	void leftAlone(Path file, String why) {
		if (this.alone.isOver()) {
			ExportLog.warn("{} is left as it is: {}. {} in it are not sent.", file, why, this.kind);
		}
	}

	/**
	 * The time that must pass before a line is logged again.
	 */
	private static final class Interval {

		private long lastNanos = System.nanoTime() - TimeUnit.MINUTES.toNanos(1);

		boolean isOver() {
			long now = System.nanoTime();
			boolean over = now - this.lastNanos >= TimeUnit.MINUTES.toNanos(1);
			this.lastNanos = (over) ? now : this.lastNanos;
			return over;
		}

	}

}
