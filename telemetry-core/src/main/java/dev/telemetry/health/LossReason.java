package dev.telemetry.health;

import java.util.Locale;

/**
 * Why a record that was handed over did not reach a backend.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LossReason {

	/** The queue had no room for it, in number or in bytes. */
	QUEUE_FULL,

	/** The backend did not acknowledge it: an error, no answer in time, or a fault. */
	EXPORT_FAILED,

	/** The queue was full because nothing is sent to a backend that goes on failing. */
	BREAKER_OPEN,

	/** The backend acknowledged the batch, but refused this record of it. */
	REJECTED,

	/** It is larger than what is sent at once, or nested too deeply. */
	TOO_LARGE,

	/** The application ended before it could be sent. */
	SHUTDOWN,

	/** It waited on the disk, and had to make room for others. */
	SPOOL_FULL,

	/** It waited on the disk for too long. */
	SPOOL_EXPIRED,

	/** It waited on the disk, and could not be read again. */
	SPOOL_DAMAGED;

	private final String text = name().toLowerCase(Locale.ROOT);

	/**
	 * The reason as it appears in metrics, spans and logs.
	 * @return the name in lower case
	 */
	public String text() {
		return this.text;
	}

}
