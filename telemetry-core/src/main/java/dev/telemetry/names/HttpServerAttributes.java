package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of {@code http.server} spans. Those in the first group are our own; those in
 * the second group are the stable OpenTelemetry names.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic
 * conventions for HTTP spans</a>
 */
public final class HttpServerAttributes {

	/** Request method, {@code _OTHER} when it is none that HTTP defines. */
	public static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.method");

	/** Response status as on the wire. */
	public static final AttributeKey<Long> STATUS_CODE = AttributeKey.longKey("http.status_code");

	/** Time from the filter to the end of the exchange, in seconds. */
	public static final AttributeKey<Double> DURATION_SECONDS = AttributeKey.doubleKey("http.duration_seconds");

	/**
	 * Set to {@code true} when the container could still change the status after the span
	 * had ended.
	 */
	public static final AttributeKey<Boolean> STATUS_ESTIMATED = AttributeKey
		.booleanKey("telemetry.http.status_estimated");

	/** Matched pattern with context and servlet path; never a raw path. */
	public static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	/** Request method, {@code _OTHER} when it is none that HTTP defines. */
	public static final AttributeKey<String> REQUEST_METHOD = AttributeKey.stringKey("http.request.method");

	/**
	 * The request method as it was sent, at most 32 characters of it; only where it is
	 * none that HTTP defines.
	 */
	public static final AttributeKey<String> REQUEST_METHOD_ORIGINAL = AttributeKey
		.stringKey("http.request.method_original");

	/** Response status as on the wire. */
	public static final AttributeKey<Long> RESPONSE_STATUS_CODE = AttributeKey.longKey("http.response.status_code");

	/** Path of the request without the query. */
	public static final AttributeKey<String> URL_PATH = AttributeKey.stringKey("url.path");

	/** {@code http} or {@code https}. */
	public static final AttributeKey<String> URL_SCHEME = AttributeKey.stringKey("url.scheme");

	/** Host that the client named. */
	public static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");

	/** Port that the client named. */
	public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

	/** Value of the {@code User-Agent} header. */
	public static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");

	/** Class of the exception, else the status; only on errors. */
	public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	/** Address of the client; only when switched on. */
	public static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");

	/**
	 * The event of a request that goes on beyond its slow threshold: what its thread did
	 * at that moment.
	 */
	public static final String SLOW_STACK_EVENT = "http.server.slow_stack";

	/** On the event: the stack of the thread, the innermost call first. */
	public static final AttributeKey<String> STACK = AttributeKey.stringKey("code.stacktrace");

	/** On the event: the name of the thread. */
	public static final AttributeKey<String> THREAD_NAME = AttributeKey.stringKey("thread.name");

	/** On the event: how long the request had taken, in seconds. */
	public static final AttributeKey<Double> ELAPSED_SECONDS = AttributeKey.doubleKey("http.elapsed_seconds");

	private HttpServerAttributes() {
	}

}
