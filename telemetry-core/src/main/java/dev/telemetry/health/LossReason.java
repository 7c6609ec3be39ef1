package dev.telemetry.health;

import java.util.Locale;

/**
 * Reason why a record that was handed over did not reach a backend.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LossReason {

	/** The queue had no room for the record, in number or in bytes. */
	QUEUE_FULL,

	/**
	 * The backend did not acknowledge the record: an error, no answer in time, or a
	 * failure of the exporter.
	 */
	EXPORT_FAILED,

	/** The queue was full because nothing is sent to a backend that fails repeatedly. */
	BREAKER_OPEN,

	/** The backend acknowledged the batch, but rejected this record of it. */
	REJECTED,

	/** The record is larger than a batch may be, or nested too deeply. */
	TOO_LARGE,

	/** The application ended before the record could be sent. */
	SHUTDOWN,

	/** The record waited on the disk, and had to make room for others. */
	SPOOL_FULL,

	/** The record waited on the disk for too long. */
	SPOOL_EXPIRED,

	/** The record waited on the disk, and could not be read again. */
	SPOOL_DAMAGED;

	private final String text = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the reason as it appears in metrics, spans and logs.
	 * @return the name in lower case
	 */
	public String text() {
		return this.text;
	}

}
