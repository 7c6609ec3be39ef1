package dev.telemetry.export;

import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * Says that records are lost or wait, and that all is well again, as {@link LogSchedule}
 * has it. Only for the exporting thread.
 */
final class LossLog {

	private final String kind;

	private final String target;

	private final LogSchedule losses = new LogSchedule();

	private final LogSchedule waits = new LogSchedule();

	private long saidTotal;

	/**
	 * Creates a log.
	 * @param kind what the records are, in the plural
	 * @param target where they go
	 */
	LossLog(String kind, String target) {
		this.kind = kind;
		this.target = target;
	}

	/**
	 * Says what is lost, if there is something new and it is time.
	 * @param lost what the backend has not been told of
	 */
	void lost(LossGap.Losses lost, long nowNanos) {
		if ((this.losses.isGoingOn() && lost.total() == this.saidTotal) || !this.losses.isTime(nowNanos)) {
			return;
		}
		this.saidTotal = lost.total();
		ExportLog.warn(
				"{} were lost on the way to {}: {}{}. The application is not affected; telemetry.{}.dropped counts "
						+ "them.",
				ExportLog.capitalized(this.kind), this.target, reasons(lost.records()), lastFailure(lost.failure()),
				this.kind);
	}

	/**
	 * Says that records wait because the backend does not take them, if none is lost and
	 * it is time.
	 * @param failure what went wrong last
	 */
	void waits(@Nullable String failure, long nowNanos) {
		if (!this.losses.isGoingOn() && this.waits.isTime(nowNanos)) {
			ExportLog.warn("{} for {} wait in memory{}. They are sent when it answers again; the application is not "
					+ "affected.", ExportLog.capitalized(this.kind), this.target, lastFailure(failure));
		}
	}

	/**
	 * Says that the backend takes records again, where none is lost.
	 */
	void answers() {
		if (this.waits.isGoingOn() && !this.losses.isGoingOn()) {
			ExportLog.info("{} reach {} again", ExportLog.capitalized(this.kind), this.target);
		}
		this.waits.end();
	}

	/**
	 * Says that the backend has been told what it missed.
	 */
	void recovered(LossGap.Losses lost) {
		if (this.losses.isGoingOn() || this.waits.isGoingOn()) {
			ExportLog.info("{} reach {} again. Lost before: {}", ExportLog.capitalized(this.kind), this.target,
					reasons(lost.records()));
		}
		this.losses.end();
		this.waits.end();
	}

	private static String lastFailure(@Nullable String failure) {
		return (failure != null) ? " (last failure: " + failure + ")" : "";
	}

	private static String reasons(Map<LossReason, Long> losses) {
		StringJoiner reasons = new StringJoiner(", ");
		losses.forEach((reason, number) -> reasons.add(number + " " + reason.text().replace('_', ' ')));
		return reasons.toString();
	}

}
