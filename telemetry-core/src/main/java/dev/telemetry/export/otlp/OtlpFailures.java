package dev.telemetry.export.otlp;

import java.io.EOFException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.regex.Pattern;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Describes why an OTLP backend did not take a batch, so that a person knows what to do
 * about it. Repeats neither messages of exceptions nor text of the backend. Thread safe.
 */
final class OtlpFailures {

	private static final int MAX_CAUSES = 20;

	private static final int PROXY_AUTHENTICATION = 407;

	private static final String HTTP2_PACKAGE = "okhttp3.internal.http2.";

	private static final Pattern HTTP2_FAILURE = Pattern
		.compile("(FRAME_SIZE_ERROR|PROTOCOL_ERROR|Required SETTINGS preface|Expected a (SETTINGS|connection)).*");

	// The first frame of HTTP/2: its length, its type, its flags.
	private static final Pattern HTTP2_ANSWER = Pattern.compile(".*content=[0-9a-f]{6}0400.*", Pattern.DOTALL);

	private final OtlpProtocol protocol;

	private final boolean secure;

	// A backend that has spoken the protocol once still does.
	private volatile boolean speaks;

	/**
	 * Creates an instance for one endpoint.
	 * @param protocol the protocol of the endpoint
	 * @param endpoint the endpoint
	 */
	OtlpFailures(OtlpProtocol protocol, URI endpoint) {
		this.protocol = protocol;
		this.secure = "https".equalsIgnoreCase(endpoint.getScheme());
	}

	/**
	 * Notes that the backend speaks the protocol.
	 */
	void answered() {
		this.speaks = true;
	}

	/**
	 * Describes why there was no answer.
	 */
	String describe(Throwable failure) {
		if (failure instanceof ProtocolException && String.valueOf(failure.getMessage()).contains("(407)")) {
			// OkHttp throws if something on the way answers so, and no proxy is set.
			return describe(PROXY_AUTHENTICATION);
		}
		String words = (this.speaks) ? null : otherProtocol(failure);
		words = (words != null) ? words : NetworkFailures.describe(failure);
		if (NetworkFailures.NO_ANSWER.equals(words) && this.secure && !this.speaks) {
			// A plain server often waits for more than the first message of TLS.
			return words + ": is the port plain (http instead of https)?";
		}
		if (words != null && !NetworkFailures.LOST.equals(words)) {
			return words;
		}
		if (words == null && failure instanceof NotSentException) {
			Throwable cause = failure.getCause();
			return "the request could not be made" + ((cause != null) ? ": " + cause.getClass().getSimpleName() : "");
		}
		String lost = (words != null) ? words : "the connection was closed before an answer";
		return (this.speaks) ? lost : lost + ": " + hint();
	}

	// Returns a hint for a host that has never spoken the protocol.
	private String hint() {
		return ((this.protocol == OtlpProtocol.GRPC) ? "is it OTLP over HTTP (telemetry.otel.protocol=http)"
				: "is the port right") + orTls();
	}

	private @Nullable String otherProtocol(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			String message = String.valueOf(cause.getMessage());
			String words = (this.protocol == OtlpProtocol.GRPC) ? notGrpc(cause, message) : notHttp(cause, message);
			if (words != null) {
				return words;
			}
			cause = cause.getCause();
		}
		return null;
	}

	private @Nullable String notGrpc(Throwable cause, String message) {
		boolean http2 = cause.getClass().getName().startsWith(HTTP2_PACKAGE) && !message.endsWith("CANCEL");
		if (!http2 && !HTTP2_FAILURE.matcher(message).matches()) {
			return null;
		}
		return "no HTTP/2 there: " + hint();
	}

	private @Nullable String notHttp(Throwable cause, String message) {
		if (cause instanceof EOFException && HTTP2_ANSWER.matcher(message).matches()) {
			return "only HTTP/2 there: is it OTLP over gRPC (telemetry.otel.protocol=grpc)?";
		}
		if (cause instanceof ProtocolException) {
			return "no HTTP there: " + hint();
		}
		return (cause instanceof EOFException && !this.secure)
				? "the connection was closed without an answer: " + hint() : null;
	}

	private String orTls() {
		return (this.secure) ? "?" : ", or does it want TLS (https)?";
	}

	/**
	 * Describes a status of HTTP that is not {@code 2xx}.
	 */
	static String describe(int status) {
		String words = switch (status) {
			case 401 -> "credentials are missing or wrong (telemetry.otel.headers)";
			case 403 -> "these credentials may not send here (telemetry.otel.headers)";
			case 404, 405 -> "no OTLP at this path (telemetry.otel.endpoint, usually with /v1/traces)";
			case PROXY_AUTHENTICATION -> "a proxy wants credentials";
			case 413 -> "the batch is too large for it (telemetry.export.max-batch-bytes)";
			case 429 -> "too much for it at the moment";
			case 502, 503, 504 -> "it, or what stands behind it, is not available";
			default -> (status >= 500) ? "it failed" : (status >= 300 && status < 400)
					? "it sends us elsewhere: is the URL right?" : "it refused the batch";
		};
		return "HTTP " + status + ": " + words;
	}

	/**
	 * Describes a status of gRPC that is not {@code OK}.
	 */
	static String describe(GrpcStatusCode status) {
		String words = switch (status) {
			case UNAUTHENTICATED -> "credentials are missing or wrong (telemetry.otel.headers)";
			case PERMISSION_DENIED -> "these credentials may not send here (telemetry.otel.headers)";
			case UNIMPLEMENTED ->
				"nothing of this kind is taken there, or is it OTLP over HTTP (telemetry.otel.protocol=http)?";
			case RESOURCE_EXHAUSTED ->
				"too much for it at the moment, or the batch is too large (telemetry.export.max-batch-bytes)";
			case UNAVAILABLE -> "it, or what stands behind it, is not available";
			case DEADLINE_EXCEEDED, CANCELLED, ABORTED -> "it gave up";
			case UNKNOWN -> "it failed, or is it OTLP over HTTP (telemetry.otel.protocol=http)?";
			case INTERNAL, DATA_LOSS -> "it failed";
			default -> "it refused the batch";
		};
		return "gRPC status " + status + ": " + words;
	}

}
