package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of jobs of Quartz, beside those of every job.
 *
 * @since 0.1.0
 */
public final class QuartzAttributes {

	/** Key of the trigger that fired, as group and name. */
	public static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("quartz.trigger");

	/**
	 * How often the run was repeated at once because it asked for that; only if it was.
	 */
	public static final AttributeKey<Long> REFIRE_COUNT = AttributeKey.longKey("quartz.refire_count");

	private QuartzAttributes() {
	}

}
