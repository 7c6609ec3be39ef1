package dev.telemetry.export.otlp;

import java.util.EnumSet;
import java.util.Set;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;

/**
 * Tells answers that are about a batch, which is not to be sent again then, from those
 * that are about the state of the backend. Goes beyond OTLP where an answer comes from
 * what stands before a backend: somebody will give the right token, or the right path.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures-1">OTLP, failures</a>
 */
final class Refusals {

	private static final Set<Integer> HTTP_LATER = Set.of(401, 403, 404, 407, 408, 429, 502, 503, 504);

	private static final Set<GrpcStatusCode> GRPC_LATER = EnumSet.of(GrpcStatusCode.CANCELLED,
			GrpcStatusCode.DEADLINE_EXCEEDED, GrpcStatusCode.RESOURCE_EXHAUSTED, GrpcStatusCode.ABORTED,
			GrpcStatusCode.OUT_OF_RANGE, GrpcStatusCode.UNAVAILABLE, GrpcStatusCode.DATA_LOSS,
			GrpcStatusCode.UNAUTHENTICATED, GrpcStatusCode.PERMISSION_DENIED, GrpcStatusCode.UNIMPLEMENTED);

	private Refusals() {
	}

	static boolean isRefused(int httpStatus) {
		return !HTTP_LATER.contains(httpStatus);
	}

	static boolean isRefused(GrpcStatusCode status) {
		return !GRPC_LATER.contains(status);
	}

}
