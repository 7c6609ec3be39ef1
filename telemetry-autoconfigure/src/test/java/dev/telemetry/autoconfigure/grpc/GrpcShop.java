package dev.telemetry.autoconfigure.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;

/**
 * An application that serves calls by gRPC.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = "grpc")
class GrpcShop {

	static final MethodDescriptor<String, String> PLACE = method("shop.Orders/Place", MethodType.UNARY);

	static final MethodDescriptor<String, String> FAIL = method("shop.Orders/Fail", MethodType.UNARY);

	static final MethodDescriptor<String, String> ANSWER = method("shop.Orders/Answer", MethodType.UNARY);

	static final MethodDescriptor<String, String> HANG = method("shop.Orders/Hang", MethodType.UNARY);

	static final MethodDescriptor<String, String> REST = method("shop.Orders/Rest", MethodType.UNARY);

	static final MethodDescriptor<String, String> WAIT = method("shop.Orders/Wait", MethodType.UNARY);

	static final MethodDescriptor<String, String> WATCH = method("shop.Orders/Watch", MethodType.SERVER_STREAMING);

	static final MethodDescriptor<String, String> COLLECT = method("shop.Orders/Collect", MethodType.CLIENT_STREAMING);

	static final MethodDescriptor<String, String> CHECK = method("grpc.health.v1.Health/Check", MethodType.UNARY);

	final CountDownLatch hanging = new CountDownLatch(1);

	@Bean
	BindableService orders(TelemetryRecorder recorder) {
		return () -> ServerServiceDefinition.builder("shop.Orders")
			.addMethod(PLACE, ServerCalls.asyncUnaryCall((request, response) -> {
				recorder.externalCall("partner", "ask").run((call) -> {
				});
				answer(response, MDC.get("trace_id") + "-" + MDC.get("span_id"));
			}))
			.addMethod(FAIL, ServerCalls.asyncUnaryCall((request, response) -> {
				throw new IllegalStateException("broken");
			}))
			.addMethod(ANSWER,
					ServerCalls.asyncUnaryCall((request, response) -> response
						.onError(Status.Code.valueOf(request).toStatus().withDescription("no").asRuntimeException())))
			.addMethod(HANG, ServerCalls.asyncUnaryCall((request, response) -> this.hanging.countDown()))
			.addMethod(REST, ServerCalls.asyncUnaryCall((request, response) -> {
			}))
			.addMethod(WAIT, ServerCalls.asyncUnaryCall((request, response) -> {
				pause();
				answer(response, request);
			}))
			.addMethod(WATCH, ServerCalls.asyncServerStreamingCall((request, response) -> {
				response.onNext("first");
				pause();
				answer(response, "last");
			}))
			.addMethod(COLLECT, ServerCalls.asyncClientStreamingCall(Collected::new))
			.build();
	}

	@Bean
	BindableService health() {
		return () -> ServerServiceDefinition.builder("grpc.health.v1.Health")
			.addMethod(CHECK, ServerCalls.asyncUnaryCall((request, response) -> answer(response, "serving")))
			.build();
	}

	private static void answer(StreamObserver<String> response, String text) {
		response.onNext(text);
		response.onCompleted();
	}

	// What is slow takes its time.
	private static void pause() {
		try {
			new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static MethodDescriptor<String, String> method(String name, MethodType type) {
		return MethodDescriptor.newBuilder(new Text(), new Text()).setFullMethodName(name).setType(type).build();
	}

	// Each message may come on another thread.
	private record Collected(StreamObserver<String> response) implements StreamObserver<String> {

		@Override
		public void onNext(String value) {
			if (value.equals("bad")) {
				throw new IllegalStateException("broken");
			}
		}

		@Override
		public void onError(Throwable ex) {
		}

		@Override
		public void onCompleted() {
			answer(this.response, MDC.get("trace_id") + "-" + MDC.get("span_id"));
		}

	}

	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String value) {
			return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
