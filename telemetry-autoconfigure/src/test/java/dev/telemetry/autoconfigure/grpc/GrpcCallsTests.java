package dev.telemetry.autoconfigure.grpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcClientInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls by gRPC, sampled at a ratio of zero: what a backend gets of both sides.
 */
class GrpcCallsTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final AtomicInteger TRACES = new AtomicInteger();

	private static OtlpReceiver receiver;

	private static ConfigurableApplicationContext shop;

	private static ManagedChannel channel;

	@BeforeAll
	static void open() {
		receiver = OtlpReceiver.http();
		shop = new SpringApplicationBuilder(GrpcShop.class).web(WebApplicationType.NONE)
			.run("--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http",
					"--management.opentelemetry.tracing.export.schedule-delay=20ms", "--spring.grpc.server.port=0",
					"--telemetry.enabled=true", "--telemetry.sampling.ratio=0.0",
					"--telemetry.sampling.route-interval=0", "--telemetry.sampling.slow-threshold=500ms",
					"--telemetry.sampling.max-errors-per-second=1000", "--management.tracing.export.enabled=true",
					"--telemetry.client.services.localhost=shop");
		channel = Grpc
			.newChannelBuilder("localhost:" + shop.getBean(GrpcServerLifecycle.class).getPort(),
					InsecureChannelCredentials.create())
			.build();
		// What is loaded with the first one takes its time.
		call(traceId(), "00", GrpcShop.PLACE, "tea");
	}

	@AfterAll
	static void close() {
		channel.shutdownNow();
		shop.close();
		receiver.close();
	}

	@Test
	void aServedCallIsASpanOfOurs() {
		String traceId = traceId();
		String answer = call(traceId, "01", GrpcShop.PLACE, "tea");
		ReceivedSpan span = server(traceId);
		assertThat(span.name()).isEqualTo("rpc.server");
		assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
		assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.attributes()).containsEntry("rpc.system", "grpc")
			.containsEntry("rpc.service", "shop.Orders")
			.containsEntry("rpc.method", "Place")
			.containsEntry("rpc.grpc.status_code", 0L)
			.containsKey("rpc.duration_seconds")
			.doesNotContainKeys("grpc.status_code", "rpc.type", "error.type");
		assertThat(answer).isEqualTo(traceId + "-" + span.spanId());
		ReceivedSpan below = receiver
			.awaitSpan((child) -> child.traceId().equals(traceId) && child.kind() == SpanKind.CLIENT, SOON);
		assertThat(below.parentSpanId()).isEqualTo(span.spanId());
		assertThat(spans(traceId)).hasSize(2);
	}

	@Test
	void whatIsFineIsNotKept() {
		assertThat(kept(GrpcShop.PLACE, "tea")).isFalse();
	}

	@Test
	void anExceptionThatLeavesTheHandlerIsKept() {
		String traceId = traceId();
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> call(traceId, "00", GrpcShop.FAIL, "tea"));
		ReceivedSpan span = server(traceId);
		assertThat(span.attributes()).containsEntry("rpc.grpc.status_code", (long) Status.Code.UNKNOWN.value())
			.containsEntry("error.type", IllegalStateException.class.getName())
			.containsEntry("telemetry.sampling.reason", "error");
		assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "DEADLINE_EXCEEDED" })
	void aStatusThatTheServerHasToAnswerForIsKept(String status) {
		String traceId = traceId();
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> call(traceId, "00", GrpcShop.ANSWER, status));
		assertThat(server(traceId).attributes()).containsEntry("error.type", status)
			.containsEntry("telemetry.sampling.reason", "error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOT_FOUND", "INVALID_ARGUMENT", "PERMISSION_DENIED", "ALREADY_EXISTS" })
	void aMistakeOfTheClientIsNone(String status) {
		assertThat(kept(GrpcShop.ANSWER, status)).isFalse();
	}

	@Test
	void whatIsSlowIsKept() {
		String traceId = traceId();
		call(traceId, "00", GrpcShop.WAIT, "tea");
		assertThat(server(traceId).attributes()).containsEntry("telemetry.sampling.reason", "slow");
	}

	@Test
	void aStreamIsNotSlow() {
		String traceId = traceId();
		assertThat(ClientCalls.blockingServerStreamingCall(with(traceId, "00"), GrpcShop.WATCH, CallOptions.DEFAULT,
				"tea"))
			.toIterable()
			.containsExactly("first", "last");
		flush();
		assertThat(spans(traceId)).isEmpty();
	}

	@Test
	void aClientThatGivesUpIsNoError() throws Exception {
		String traceId = traceId();
		ClientCall<String, String> call = with(traceId, "01").newCall(GrpcShop.HANG, CallOptions.DEFAULT);
		Future<String> unused = ClientCalls.futureUnaryCall(call, "tea");
		assertThat(shop.getBean(GrpcShop.class).hanging.await(10, TimeUnit.SECONDS)).isTrue();
		call.cancel("enough", null);
		ReceivedSpan span = server(traceId);
		assertThat(span.attributes()).containsEntry("rpc.grpc.status_code", (long) Status.Code.CANCELLED.value())
			.doesNotContainKey("error.type");
		assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aStreamOfTheClientIsOneSpan() throws Exception {
		String traceId = traceId();
		String answer = collect(traceId, "01", "tea", "milk").get(10, TimeUnit.SECONDS);
		ReceivedSpan span = server(traceId);
		assertThat(span.attributes()).containsEntry("rpc.method", "Collect").containsEntry("rpc.grpc.status_code", 0L);
		assertThat(answer).isEqualTo(traceId + "-" + span.spanId());
	}

	@Test
	void anExceptionAmidAStreamOfTheClientIsKept() {
		String traceId = traceId();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> collect(traceId, "00", "tea", "bad").get(10, TimeUnit.SECONDS));
		assertThat(server(traceId).attributes()).containsEntry("error.type", IllegalStateException.class.getName());
	}

	private static Future<String> collect(String traceId, String flags, String... messages) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		StreamObserver<String> request = ClientCalls.asyncClientStreamingCall(
				with(traceId, flags).newCall(GrpcShop.COLLECT, CallOptions.DEFAULT), new StreamObserver<>() {

					@Override
					public void onNext(String value) {
						answer.complete(value);
					}

					@Override
					public void onError(Throwable ex) {
						answer.completeExceptionally(ex);
					}

					@Override
					public void onCompleted() {
					}

				});
		for (String message : messages) {
			request.onNext(message);
		}
		request.onCompleted();
		return answer;
	}

	@Test
	void aCallThatItsDeadlineEndsIsKept() {
		String traceId = traceId();
		Channel late = with(traceId, "00", "grpc-timeout", "100m");
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(late, GrpcShop.REST, CallOptions.DEFAULT, "tea"));
		assertThat(server(traceId).attributes()).containsEntry("error.type", "DEADLINE_EXCEEDED")
			.containsEntry("rpc.grpc.status_code", (long) Status.Code.DEADLINE_EXCEEDED.value())
			.containsEntry("telemetry.sampling.reason", "error");
	}

	@Test
	void anAnswerAfterTheDeadlineIsNone() {
		String traceId = traceId();
		Channel late = with(traceId, "00", "grpc-timeout", "100m");
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(late, GrpcShop.WAIT, CallOptions.DEFAULT, "tea"));
		assertThat(server(traceId).attributes()).containsEntry("error.type", "DEADLINE_EXCEEDED");
	}

	@Test
	void namesThatTextCannotHaveAreIgnored() {
		GrpcServerObservationContext context = new GrpcServerObservationContext((carrier, key) -> null);
		Metadata metadata = new Metadata();
		metadata.put(Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER), "a=1");
		metadata.put(Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER), "b=2");
		context.setCarrier(metadata);
		MetadataGetter getter = new MetadataGetter();
		assertThat(getter.get(context, "uberctx-bin")).isNull();
		assertThat(getter.get(context, "uberctx-{a}")).isNull();
		assertThat(getter.getAll(context, "uberctx-bin")).isExhausted();
		assertThat(getter.getAll(context, "Baggage")).toIterable().containsExactly("a=1", "b=2");
	}

	@Test
	void probesAreNotTraced() {
		String traceId = traceId();
		assertThat(call(traceId, "01", GrpcShop.CHECK, "")).isEqualTo("serving");
		flush();
		assertThat(spans(traceId)).isEmpty();
	}

	@Test
	void aCallIsAnExternalCallThatTheServerGoesBelow() {
		List<String> traceIds = new ArrayList<>();
		shop.getBean(TelemetryRecorder.class).job("desk", "order").run((job) -> {
			traceIds.add(Span.current().getSpanContext().getTraceId());
			observed(GrpcShop.PLACE, "tea");
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> observed(GrpcShop.ANSWER, "NOT_FOUND"));
		});
		String traceId = traceIds.get(0);
		ReceivedSpan call = receiver.awaitSpan((span) -> span.traceId().equals(traceId)
				&& "shop.Orders/Place".equals(span.attributes().get("external.operation")), SOON);
		assertThat(call.name()).isEqualTo("external.api.call");
		assertThat(call.attributes()).containsEntry("external.service", "shop")
			.containsEntry("external.success", true)
			.containsEntry("rpc.system", "grpc")
			.containsEntry("rpc.service", "shop.Orders")
			.containsEntry("rpc.method", "Place")
			.containsEntry("rpc.grpc.status_code", 0L);
		ReceivedSpan served = receiver.awaitSpan((span) -> span.parentSpanId().equals(call.spanId()), SOON);
		assertThat(served.name()).isEqualTo("rpc.server");
		ReceivedSpan failed = receiver.awaitSpan((span) -> span.traceId().equals(traceId)
				&& "shop.Orders/Answer".equals(span.attributes().get("external.operation")), SOON);
		assertThat(failed.attributes()).containsEntry("external.success", false)
			.containsEntry("error.type", "NOT_FOUND");
		assertThat(shop.getBean(MeterRegistry.class)
			.get("external.api.call")
			.tags("service", "shop", "operation", "shop.Orders/Place", "success", "true")
			.timer()
			.count()).isEqualTo(1);
	}

	private static void observed(MethodDescriptor<String, String> method, String request) {
		Channel observed = ClientInterceptors.intercept(channel, shop.getBean(ObservationGrpcClientInterceptor.class));
		ClientCalls.blockingUnaryCall(observed, method, CallOptions.DEFAULT, request);
	}

	private static boolean kept(MethodDescriptor<String, String> method, String request) {
		String traceId = traceId();
		try {
			call(traceId, "00", method, request);
		}
		catch (StatusRuntimeException ex) {
			assertThat(ex.getStatus().getCode().name()).isEqualTo(request);
		}
		flush();
		return !spans(traceId).isEmpty();
	}

	private static void flush() {
		shop.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
	}

	private static String call(String traceId, String flags, MethodDescriptor<String, String> method, String request) {
		return ClientCalls.blockingUnaryCall(with(traceId, flags), method, CallOptions.DEFAULT, request);
	}

	private static Channel with(String traceId, String flags) {
		return with(traceId, flags, "x-shop", "tea");
	}

	private static Channel with(String traceId, String flags, String key, String value) {
		Metadata metadata = new Metadata();
		metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
		metadata.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
				"00-" + traceId + "-00f067aa0ba902b7-" + flags);
		return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
	}

	private static ReceivedSpan server(String traceId) {
		return receiver.awaitSpan((span) -> span.traceId().equals(traceId) && span.kind() == SpanKind.SERVER, SOON);
	}

	private static List<ReceivedSpan> spans(String traceId) {
		return receiver.spans().stream().filter((span) -> span.traceId().equals(traceId)).toList();
	}

	private static String traceId() {
		return "4bf92f3577b34da6a3ce9290%08x".formatted(TRACES.incrementAndGet());
	}

}
