package dev.telemetry.autoconfigure.grpc;

import java.util.EnumSet;
import java.util.Set;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootOutcome;

/**
 * The outcome of a gRPC call.
 *
 * @param operation full name of the method
 * @param status the status that was sent
 * @param durationNanos how long the call took, in nanoseconds
 * @param error the exception behind the status, or {@code null}
 * @param streamed whether the call lasts for as long as either side sends messages
 * @param disconnected whether the client cancelled the call
 */
record GrpcOutcome(String operation, Status.Code status, long durationNanos, @Nullable Throwable error,
		boolean streamed, boolean disconnected) implements RootOutcome {

	/**
	 * Statuses that OpenTelemetry defines as errors of a server; all others are mistakes
	 * of the client, or answers.
	 */
	private static final Set<Status.Code> ERRORS = EnumSet.of(Status.Code.UNKNOWN, Status.Code.DEADLINE_EXCEEDED,
			Status.Code.UNIMPLEMENTED, Status.Code.INTERNAL, Status.Code.UNAVAILABLE, Status.Code.DATA_LOSS);

	static GrpcOutcome of(GrpcServerObservationContext context, long durationNanos) {
		Throwable error = context.getError();
		boolean streamed = context.getMethodType() != MethodType.UNARY;
		Status.Code status = status(context, error, streamed);
		return new GrpcOutcome(name(context), status, durationNanos, error, streamed, status == Status.Code.CANCELLED);
	}

	static String name(GrpcServerObservationContext context) {
		String name = context.getFullMethodName();
		return (name != null) ? name : "unknown";
	}

	// An exception that leaves the handler becomes a status only after the observation.
	// The answer to a cancelled call is not sent.
	private static Status.Code status(GrpcServerObservationContext context, @Nullable Throwable error,
			boolean streamed) {
		Status.Code sent = context.getStatusCode();
		if (sent != null && !(sent == Status.Code.OK && context.isCancelled())) {
			return sent;
		}
		if (error != null) {
			return Status.fromThrowable(error).getCode();
		}
		return (!streamed && isTooLate()) ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED;
	}

	private static boolean isTooLate() {
		Deadline deadline = Context.current().getDeadline();
		return deadline != null && deadline.isExpired();
	}

	@Override
	public SpanKind kind() {
		return SpanKind.SERVER;
	}

	@Override
	public boolean failed() {
		return ERRORS.contains(this.status);
	}

	@Override
	public @Nullable Throwable cause() {
		return (failed()) ? this.error : null;
	}

	/**
	 * Returns the value of {@code error.type}: the class of the exception, else the
	 * status.
	 */
	String errorType() {
		Throwable cause = cause();
		return (cause != null) ? cause.getClass().getName() : this.status.name();
	}

}
