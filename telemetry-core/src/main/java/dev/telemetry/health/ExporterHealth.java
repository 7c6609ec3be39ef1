package dev.telemetry.health;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What became of the records of one kind that one exporter was to get so far. At rest,
 * handed over = exported + dropped for all reasons + queued + spooled; while records are
 * moving, the numbers may be off by those that are.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param kind what the records are, in the plural: {@code spans}
 * @param exporter name of the exporter
 * @param target where it sends to, never a secret
 * @param handedOver records that the exporter was to get
 * @param exported records that the backend acknowledged
 * @param dropped records that are lost, for each reason
 * @param queued records that wait, or are being sent
 * @param spooled records that wait on the disk; those that an earlier process has left
 * there are handed over when they are found
 * @param capacity how many can be queued
 * @param breaker whether records are sent
 * @param missing whether records are lost that the backend has not been told of
 * @param missingSince when the first of those was lost, or {@code null} if there are none
 * @param lastLoss when a record was lost last, or {@code null} if none was
 * @param lastFailure what went wrong last, without anything that the backend said, or
 * {@code null} if nothing did
 * @since 0.1.0
 */
public record ExporterHealth(String kind, String exporter, String target, long handedOver, long exported,
		Map<LossReason, Long> dropped, int queued, long spooled, int capacity, BreakerState breaker, boolean missing,
		@Nullable Instant missingSince, @Nullable Instant lastLoss, @Nullable String lastFailure) {

	public ExporterHealth {
		dropped = Map.copyOf(dropped);
	}

	/**
	 * How many records are lost.
	 * @return the number for all reasons
	 */
	public long lost() {
		return this.dropped.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Whether something is wrong: records are not sent, or were lost a moment ago.
	 * @return whether it is
	 */
	public boolean isTroubled() {
		return this.missing || this.breaker != BreakerState.CLOSED;
	}

	/**
	 * Whether every record is accounted for, which holds at rest.
	 * @return whether handed over = exported + lost + queued + spooled
	 */
	public boolean isBalanced() {
		return this.handedOver == this.exported + lost() + this.queued + this.spooled;
	}

	/**
	 * Says in a few sentences how the exporter is.
	 * @return the sentences, without anything that the backend said
	 */
	public String sentence() {
		if (this.breaker != BreakerState.CLOSED) {
			return "The backend does not answer" + ((this.lastFailure != null) ? " (" + this.lastFailure + "). " : ". ")
					+ waiting() + ((this.missingSince != null) ? ", " + untold() : ".");
		}
		if (this.missingSince != null) {
			return untold();
		}
		if (this.handedOver == 0) {
			return "There was nothing to send yet.";
		}
		String sent = (this.queued > 0 || this.spooled > 0) ? waiting() : "All is sent";
		return (this.lastLoss != null)
				? sent + ". " + lost() + " " + this.kind + " were lost, the last at " + this.lastLoss + "."
				: sent + ", and nothing was lost.";
	}

	// It may know of others that were lost before.
	private String untold() {
		return lost() + " " + this.kind + " are lost so far. The backend has not been told of those since "
				+ this.missingSince + ".";
	}

	private String waiting() {
		return this.queued + " " + this.kind + " wait in memory and " + this.spooled + " on the disk";
	}

}
