package dev.telemetry.export;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.export.disk.DiskFailures;
import dev.telemetry.export.disk.Spool;

/**
 * Says that spans wait on the disk, that they do not any more, and what is wrong with the
 * disk; nothing more often than once a minute. Only for the exporting thread.
 */
final class SpoolLog {

	private static final Logger logger = LoggerFactory.getLogger(SpanPipelines.class);

	private final String target;

	private final Spool spool;

	private final Interval waiting = new Interval();

	private final Interval trouble = new Interval();

	private final Interval damage = new Interval();

	private final Interval alone = new Interval();

	private boolean said;

	SpoolLog(String target, Spool spool) {
		this.target = target;
		this.spool = spool;
	}

	void waits(@Nullable String failure) {
		if (!this.said && this.waiting.isOver()) {
			this.said = true;
			logger.warn("Spans for {} wait in {}{}. They are sent when it answers again.", this.target, this.spool,
					(failure != null) ? "; last failure: " + failure : "");
		}
	}

	void found(int spans) {
		if (!this.said && spans > 0) {
			this.said = true;
			logger.info("Spans for {} have waited in {} since an earlier run, and are sent now", this.target,
					this.spool);
		}
	}

	void empty() {
		if (this.said) {
			logger.info("No spans for {} wait any more in {}", this.target, this.spool);
		}
		this.said = false;
	}

	void unusable() {
		Throwable cause = this.spool.trouble();
		if (cause != null && this.trouble.isOver()) {
			logger.warn("Spans for {} cannot wait in {}: {}. They are lost while it does not answer.", this.target,
					this.spool, DiskFailures.describe(cause));
		}
	}

	void damaged(Path file) {
		if (this.damage.isOver()) {
			logger.warn("{} is damaged. Spans in it are lost; telemetry.spans.dropped counts them as spool_damaged.",
					file);
		}
	}

	void leftAlone(Path file, String why) {
		if (this.alone.isOver()) {
			logger.warn("{} is left as it is: {}. Spans in it are not sent.", file, why);
		}
	}

	/**
	 * The time that must pass before something is said again.
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
