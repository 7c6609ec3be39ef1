package dev.telemetry.export.otlp;

import java.util.EnumSet;
import java.util.Set;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;

/**
 * Distinguishes a status about the state of the backend, after which the batch may be
 * sent again, from a status about the batch. More statuses are retryable than OTLP
 * specifies: an answer such as {@code 401} or {@code 404} often comes from a proxy before
 * the backend, and ends when the token or the path is corrected.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures-1">OTLP, failures</a>
 */
final class OtlpStatus {

	private static final Set<Integer> RETRYABLE_HTTP = Set.of(401, 403, 404, 407, 408, 429, 502, 503, 504);

	private static final Set<GrpcStatusCode> RETRYABLE_GRPC = EnumSet.of(GrpcStatusCode.CANCELLED,
			GrpcStatusCode.DEADLINE_EXCEEDED, GrpcStatusCode.RESOURCE_EXHAUSTED, GrpcStatusCode.ABORTED,
			GrpcStatusCode.OUT_OF_RANGE, GrpcStatusCode.UNAVAILABLE, GrpcStatusCode.DATA_LOSS,
			GrpcStatusCode.UNAUTHENTICATED, GrpcStatusCode.PERMISSION_DENIED, GrpcStatusCode.UNIMPLEMENTED);

	private OtlpStatus() {
	}

	static boolean isRetryable(int httpStatus) {
		return RETRYABLE_HTTP.contains(httpStatus);
	}

	static boolean isRetryable(GrpcStatusCode status) {
		return RETRYABLE_GRPC.contains(status);
	}

}
