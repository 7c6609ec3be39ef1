package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of roots that say why a trace was kept, and the attribute that asks for a
 * trace to be kept.
 *
 * @since 0.1.0
 */
public final class SamplingAttributes {

	/** Why the trace was kept. */
	public static final AttributeKey<String> REASON = AttributeKey.stringKey("telemetry.sampling.reason");

	/**
	 * Set to {@code true} by anybody on any span of a trace, keeps the trace.
	 */
	public static final AttributeKey<Boolean> KEEP = AttributeKey.booleanKey("telemetry.keep");

	/** How many spans of the trace are missing because there were too many. */
	public static final AttributeKey<Long> TRUNCATED = AttributeKey.longKey("telemetry.trace.truncated");

	/** In a dry run, {@code kept} or {@code dropped}: what would have been done. */
	public static final AttributeKey<String> DRY_RUN = AttributeKey.stringKey("telemetry.sampling.dry_run");

	private SamplingAttributes() {
	}

}
