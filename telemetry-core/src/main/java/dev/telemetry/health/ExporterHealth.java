package dev.telemetry.health;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The outcomes of the records of one kind that were handed over to one exporter so far.
 * At rest, handed over = exported + dropped for all reasons + queued + spooled; while
 * records are moving, the numbers may be off by the number of those.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param kind name of the kind of records, in the plural, such as {@code spans}
 * @param exporter name of the exporter
 * @param target target of the exporter, without secrets
 * @param handedOver records that were handed over
 * @param exported records that the backend acknowledged
 * @param dropped records that are lost, for each reason
 * @param queued records that wait, or are being sent
 * @param spooled records that wait on the disk; records that an earlier process has left
 * there count as handed over when they are found
 * @param capacity how many records can be queued
 * @param breaker state of the circuit breaker
 * @param missing whether there are losses that the backend has not been told about
 * @param missingSince when the first of these records was lost, or {@code null} if there
 * is none
 * @param lastLoss when the last record was lost, or {@code null} if none was
 * @param lastFailure the last failure, without text of the backend, or {@code null} if
 * there was none
 * @since 0.1.0
 */
public record ExporterHealth(String kind, String exporter, String target, long handedOver, long exported,
		Map<LossReason, Long> dropped, int queued, long spooled, int capacity, BreakerState breaker, boolean missing,
		@Nullable Instant missingSince, @Nullable Instant lastLoss, @Nullable String lastFailure) {

	public ExporterHealth {
		dropped = Map.copyOf(dropped);
	}

	/**
	 * Returns how many records are lost.
	 * @return the number for all reasons
	 */
	public long lost() {
		return this.dropped.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Returns whether the exporter is in trouble: records are not sent, or were lost a
	 * moment ago.
	 * @return whether the exporter is in trouble
	 */
	public boolean isTroubled() {
		return this.missing || this.breaker != BreakerState.CLOSED;
	}

	/**
	 * Returns whether every record is accounted for, which holds at rest.
	 * @return whether handed over = exported + lost + queued + spooled
	 */
	public boolean isBalanced() {
		return this.handedOver == this.exported + lost() + this.queued + this.spooled;
	}

	/**
	 * Returns a description of the state of the exporter in a few sentences.
	 * @return the sentences, without text of the backend
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

	// The backend may have been told about earlier losses.
	private String untold() {
		return lost() + " " + this.kind + " are lost so far. The backend has not been told of those since "
				+ this.missingSince + ".";
	}

	private String waiting() {
		return this.queued + " " + this.kind + " wait in memory and " + this.spooled + " on the disk";
	}

}
