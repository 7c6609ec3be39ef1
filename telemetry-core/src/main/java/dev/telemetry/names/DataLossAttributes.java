package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of the span, or log record, that tells a backend what it missed. The span
 * lasts from the first loss to the last one.
 *
 * @since 0.1.0
 */
public final class DataLossAttributes {

	/** How many spans are missing. */
	public static final AttributeKey<Long> SPANS = AttributeKey.longKey("telemetry.data_loss.spans");

	/** How many log records are missing. */
	public static final AttributeKey<Long> LOGS = AttributeKey.longKey("telemetry.data_loss.logs");

	/** To which exporter they were going. */
	public static final AttributeKey<String> EXPORTER = AttributeKey.stringKey("telemetry.data_loss.exporter");

	private static final String REASON_PREFIX = "telemetry.data_loss.";

	private DataLossAttributes() {
	}

	/**
	 * Returns how many spans are missing for one reason.
	 * @param reason the reason, as in metrics
	 * @return the key of the attribute
	 */
	public static AttributeKey<Long> reason(String reason) {
		return AttributeKey.longKey(REASON_PREFIX + reason);
	}

}
