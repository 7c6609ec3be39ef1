package dev.telemetry.test;

import java.time.Duration;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers over gRPC.
 */
final class GrpcReply implements Reply {

	private static final long DRIP_BYTES = 1024 * 1024;

	// Small enough for the client's window, which may not grow before it reads.
	private static final long BROKEN_BYTES = 16 * 1024;

	private final ServerCall<?, ExportTraceServiceResponse> call;

	private final GrpcConnections connections;

	private final GrpcStream stream;

	GrpcReply(ServerCall<?, ExportTraceServiceResponse> call, GrpcConnections connections, GrpcStream stream) {
		this.call = call;
		this.connections = connections;
		this.stream = stream;
	}

	@Override
	public void accept(long rejected, String message) {
		if (this.call.isCancelled()) {
			return;
		}
		this.call.sendHeaders(new Metadata());
		this.call.sendMessage(ResponseEncoder.accepted(rejected, message));
		this.call.close(Status.OK, new Metadata());
	}

	@Override
	public void reject(int httpStatus, @Nullable Duration retryAfter) {
		Status status = code(httpStatus).toStatus().withDescription("Answered by the test");
		if (retryAfter == null) {
			this.call.close(status, new Metadata());
			return;
		}
		StatusException failure = StatusProto.toStatusException(withRetryInfo(status, retryAfter));
		Metadata trailers = failure.getTrailers();
		this.call.close(status, (trailers != null) ? trailers : new Metadata());
	}

	@Override
	public void send(String contentType, byte[] body) {
		this.call.close(Status.UNKNOWN.withDescription("HTTP status code 200, invalid content-type: " + contentType),
				new Metadata());
	}

	@Override
	public void disconnect() {
		this.connections.close(this.call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
	}

	@Override
	public void drip() {
		this.stream.drip(new LargeAnswer(DRIP_BYTES));
	}

	@Override
	public void closeInTheMiddle() {
		this.stream.sendHalf(new LargeAnswer(BROKEN_BYTES), this::disconnect);
	}

	@Override
	public void sendHuge(long bytes) {
		this.stream.sendAll(new LargeAnswer(bytes));
	}

	private static com.google.rpc.Status withRetryInfo(Status status, Duration retryAfter) {
		com.google.protobuf.Duration delay = com.google.protobuf.Duration.newBuilder()
			.setSeconds(retryAfter.getSeconds())
			.setNanos(retryAfter.getNano())
			.build();
		return com.google.rpc.Status.newBuilder()
			.setCode(status.getCode().value())
			.addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()))
			.build();
	}

	private static Status.Code code(int httpStatus) {
		return switch (httpStatus) {
			case 400 -> Status.Code.INVALID_ARGUMENT;
			case 401 -> Status.Code.UNAUTHENTICATED;
			case 403 -> Status.Code.PERMISSION_DENIED;
			case 404, 501 -> Status.Code.UNIMPLEMENTED;
			case 408 -> Status.Code.DEADLINE_EXCEEDED;
			case 413, 429 -> Status.Code.RESOURCE_EXHAUSTED;
			case 500 -> Status.Code.INTERNAL;
			case 502, 503, 504 -> Status.Code.UNAVAILABLE;
			default -> Status.Code.UNKNOWN;
		};
	}

}
