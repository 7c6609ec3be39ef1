package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of {@code external.api.call} spans. Calls over HTTP have the stable names of
 * OpenTelemetry as well: those that requests have too, and the second group here.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic
 * conventions for HTTP spans</a>
 */
public final class ExternalCallAttributes {

	/** Who was called. */
	public static final AttributeKey<String> SERVICE = AttributeKey.stringKey("external.service");

	/** What was asked for. */
	public static final AttributeKey<String> OPERATION = AttributeKey.stringKey("external.operation");

	/** How long the call took, in seconds. */
	public static final AttributeKey<Double> DURATION_SECONDS = AttributeKey.doubleKey("external.duration_seconds");

	/** Whether the call succeeded. */
	public static final AttributeKey<Boolean> SUCCESS = AttributeKey.booleanKey("external.success");

	/** Why the call was skipped; it has no {@code external.success} then. */
	public static final AttributeKey<String> SKIP_REASON = AttributeKey.stringKey("external.skip_reason");

	/** Who was called, as backends look for it that draw graphs of services. */
	public static final AttributeKey<String> SERVICE_PEER_NAME = AttributeKey.stringKey("service.peer.name");

	/**
	 * The older name of {@link #SERVICE_PEER_NAME}, which most backends still look for.
	 */
	public static final AttributeKey<String> PEER_SERVICE = AttributeKey.stringKey("peer.service");

	/** URL that was called, without user info, query and fragment. */
	public static final AttributeKey<String> URL_FULL = AttributeKey.stringKey("url.full");

	/** Path of the URL before its variables were filled in. */
	public static final AttributeKey<String> URL_TEMPLATE = AttributeKey.stringKey("url.template");

	private ExternalCallAttributes() {
	}

}
