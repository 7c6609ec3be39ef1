package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of {@code job.run} spans.
 */
public final class JobAttributes {

	/** Where the job came from. */
	public static final AttributeKey<String> QUEUE_NAME = AttributeKey.stringKey("queue.name");

	/** What kind of job it is. */
	public static final AttributeKey<String> TYPE = AttributeKey.stringKey("job.type");

	private JobAttributes() {
	}

}
