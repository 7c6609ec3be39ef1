package dev.telemetry.export;

import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * Logs that records are lost or wait, and that the backend takes records again, at the
 * times of {@link LogSchedule}. To be used only by the exporting thread.
 */
final class LossLog {

	private final String kind;

	private final String target;

	private final LogSchedule losses = new LogSchedule();

	private final LogSchedule waits = new LogSchedule();

	private long saidTotal;

	/**
	 * Creates a log.
	 * @param kind name of the kind of records, in the plural
	 * @param target where the records are sent to
	 */
	LossLog(String kind, String target) {
		this.kind = kind;
		this.target = target;
	}

	/**
	 * Logs losses, if there are new ones and it is time to.
	 * @param lost the losses that the backend has not been told about
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
	 * Logs that records wait because the backend does not take them, if none is lost and
	 * it is time to.
	 * @param failure the last failure
	 */
	void waits(@Nullable String failure, long nowNanos) {
		if (!this.losses.isGoingOn() && this.waits.isTime(nowNanos)) {
			ExportLog.warn("{} for {} wait in memory{}. They are sent when it answers again; the application is not "
					+ "affected.", ExportLog.capitalized(this.kind), this.target, lastFailure(failure));
		}
	}

	/**
	 * Logs that the backend takes records again, if none was lost.
	 */
	void answers() {
		if (this.waits.isGoingOn() && !this.losses.isGoingOn()) {
			ExportLog.info("{} reach {} again", ExportLog.capitalized(this.kind), this.target);
		}
		this.waits.end();
	}

	/**
	 * Logs that the backend has been told what it missed.
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
