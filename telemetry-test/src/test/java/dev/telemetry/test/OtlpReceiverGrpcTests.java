package dev.telemetry.test;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpReceiver#grpc()}.
 */
class OtlpReceiverGrpcTests extends OtlpReceiverContract {

	private ManagedChannel channel;

	@AfterEach
	void closeChannel() throws InterruptedException {
		if (this.channel != null) {
			assertThat(this.channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Override
	OtlpReceiver newReceiver() {
		return OtlpReceiver.grpc();
	}

	@Override
	SpanExporter newExporter(String endpoint, Duration timeout, Map<String, String> headers) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(endpoint)
			.setTimeout(timeout)
			.setCompression("gzip")
			.setRetryPolicy(null);
		headers.forEach(builder::addHeader);
		return builder.build();
	}

	@Override
	String encodingHeader() {
		return "grpc-encoding";
	}

	@ParameterizedTest
	@CsvSource({ "302, UNKNOWN", "400, INVALID_ARGUMENT", "401, UNAUTHENTICATED", "403, PERMISSION_DENIED",
			"404, UNIMPLEMENTED", "408, DEADLINE_EXCEEDED", "413, RESOURCE_EXHAUSTED", "429, RESOURCE_EXHAUSTED",
			"500, INTERNAL", "501, UNIMPLEMENTED", "502, UNAVAILABLE", "503, UNAVAILABLE", "504, UNAVAILABLE" })
	void turnsTheStatusIntoACode(int status, Status.Code code) {
		this.receiver.respond(Behaviour.status(status));
		assertThat(failure().getStatus().getCode()).isEqualTo(code);
	}

	@Test
	void sendsRetryAfterAsRetryInfo() throws InvalidProtocolBufferException {
		this.receiver.respond(Behaviour.status(503, Duration.ofMillis(1500)));
		StatusRuntimeException failure = failure();
		assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		RetryInfo info = StatusProto.fromThrowable(failure).getDetails(0).unpack(RetryInfo.class);
		assertThat(info.getRetryDelay().getSeconds()).isEqualTo(1);
		assertThat(info.getRetryDelay().getNanos()).isEqualTo(500_000_000);
	}

	@Test
	void answersWithThePartialSuccess() {
		this.receiver.respond(Behaviour.partialSuccess(3, "over quota"));
		ExportTraceServiceResponse message = call();
		assertThat(message.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
		assertThat(message.getPartialSuccess().getErrorMessage()).isEqualTo("over quota");
	}

	@Test
	void answersUnknownForABodyThatIsNotOtlp() {
		this.receiver.respond(Behaviour.body("text/html", "<html>Log in</html>"));
		assertThat(failure().getStatus()).satisfies((status) -> {
			assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
			assertThat(status.getDescription()).contains("text/html");
		});
	}

	@Test
	void refuseEndsTheConnectionAndNotOnlyTheCall() {
		this.receiver.respond(Behaviour.refuse());
		StatusRuntimeException failure = failure();
		assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(failure.getStatus().getDescription()).contains("closed");
	}

	@Test
	void dripsForLongerThanTheClientWaits() {
		this.receiver.respond(Behaviour.drip());
		CallOptions impatient = CallOptions.DEFAULT.withDeadlineAfter(IMPATIENT.toMillis(), TimeUnit.MILLISECONDS);
		StatusRuntimeException failure = Assertions.catchThrowableOfType(StatusRuntimeException.class,
				() -> ClientCalls.blockingUnaryCall(channel(), TraceServiceGrpc.getExportMethod(), impatient,
						ExportTraceServiceRequest.getDefaultInstance()));
		assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
	}

	@Test
	void closesBeforeTheMessageIsComplete() {
		this.receiver.respond(Behaviour.closeInTheMiddle());
		assertThat(failure().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
	}

	@Test
	void answersACallThatHasNoMessage() {
		ClientCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call = channel()
			.newCall(TraceServiceGrpc.getExportMethod(), CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS));
		CompletableFuture<Status> closed = new CompletableFuture<>();
		call.start(new ClientCall.Listener<>() {

			@Override
			public void onClose(Status status, Metadata trailers) {
				closed.complete(status);
			}

		}, new Metadata());
		call.halfClose();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(20))
			.satisfies((status) -> assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL));
		assertThat(this.receiver.requests()).isEmpty();
	}

	@Test
	void sendsAHugeBody() {
		this.receiver.respond(Behaviour.hugeBody(3_000_000));
		assertThat(call().getSerializedSize()).isBetween(2_999_900, 3_000_000);
	}

	@Test
	void givesThePathAndBinaryMetadata() {
		Metadata headers = new Metadata();
		byte[] value = { 1, 2, 3 };
		headers.put(Metadata.Key.of("tenant-bin", Metadata.BINARY_BYTE_MARSHALLER), value);
		TraceServiceGrpc.newBlockingStub(channel())
			.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
			.withDeadlineAfter(10, TimeUnit.SECONDS)
			.export(ExportTraceServiceRequest.getDefaultInstance());
		ReceivedRequest request = this.receiver.requests().get(0);
		assertThat(request.path()).isEqualTo("/opentelemetry.proto.collector.trace.v1.TraceService/Export");
		assertThat(request.headers()).containsEntry("tenant-bin", List.of(Base64.getEncoder().encodeToString(value)));
	}

	private StatusRuntimeException failure() {
		return Assertions.catchThrowableOfType(StatusRuntimeException.class, this::call);
	}

	private ExportTraceServiceResponse call() {
		return ClientCalls.blockingUnaryCall(channel(), TraceServiceGrpc.getExportMethod(),
				CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
				ExportTraceServiceRequest.getDefaultInstance());
	}

	private ManagedChannel channel() {
		if (this.channel == null) {
			this.channel = NettyChannelBuilder.forTarget(this.receiver.endpoint().substring("http://".length()))
				.usePlaintext()
				.build();
		}
		return this.channel;
	}

}
