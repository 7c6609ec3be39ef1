package dev.telemetry.autoconfigure.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.servlet.RequestErrors;
import dev.telemetry.test.RecordedSpans;

/**
 * Requests that are worth keeping, and some that are not.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = { "actuate", "health", "jackson", "jetty", "security" })
class SampledShop {

	/** A little more than the threshold of the tests. */
	private static final long SLOW_MILLIS = 240;

	@Bean
	RecordedSpans recordedSpans() {
		return new RecordedSpans();
	}

	@RestController
	static class Handlers {

		private final ContextPropagators propagators;

		Handlers(ContextPropagators propagators) {
			this.propagators = propagators;
		}

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("boom");
		}

		@GetMapping("/slow/{name}")
		String slow(@PathVariable String name) throws InterruptedException {
			Thread.sleep(SLOW_MILLIS);
			return name;
		}

		// Until it has been looked at.
		@GetMapping("/looked-at")
		String lookedAt() {
			ReadableSpan span = (ReadableSpan) Span.current();
			awaitUntil(() -> !span.toSpanData().getEvents().isEmpty());
			return "looked at";
		}

		@GetMapping("/looked-at-callable")
		Callable<String> lookedAtCallable() {
			return this::lookedAt;
		}

		@GetMapping("/looked-at-body")
		StreamingResponseBody lookedAtBody() {
			return (output) -> output.write(lookedAt().getBytes(StandardCharsets.UTF_8));
		}

		@GetMapping("/slow-deferred")
		DeferredResult<String> slowDeferred() {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> {
				try {
					result.setResult(slow("deferred") + slow("result"));
				}
				catch (InterruptedException ex) {
					result.setErrorResult(ex);
				}
			});
			return result;
		}

		private static void awaitUntil(BooleanSupplier condition) {
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
			while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
			}
		}

		@GetMapping("/slow-callable")
		Callable<String> slowCallable() {
			return () -> slow("callable");
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		String events() throws InterruptedException {
			return slow("data: 1\n\n");
		}

		@GetMapping("/download")
		void download(HttpServletResponse response) throws Exception {
			response.getOutputStream().write("first".getBytes(StandardCharsets.UTF_8));
			response.flushBuffer();
			slow("download");
			response.getOutputStream().write("last".getBytes(StandardCharsets.UTF_8));
		}

		@GetMapping("/async-download")
		ResponseBodyEmitter asyncDownload() {
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			CompletableFuture.runAsync(() -> {
				try {
					emitter.send("first");
					slow("download");
					emitter.send("last");
					emitter.complete();
				}
				catch (Exception ex) {
					emitter.completeWithError(ex);
				}
			});
			return emitter;
		}

		// Beyond the threshold, a call is made, and a span ends.
		@GetMapping("/emitted-events")
		SseEmitter emittedEvents(HttpServletResponse response) {
			SseEmitter emitter = new SseEmitter();
			emit(emitter, response, Context.current());
			return emitter;
		}

		@GetMapping("/emitted-rows")
		ResponseBodyEmitter emittedRows(HttpServletResponse response) {
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			emit(emitter, response, Context.current());
			return emitter;
		}

		private void emit(ResponseBodyEmitter emitter, HttpServletResponse response, Context context) {
			CompletableFuture.runAsync(context.wrap(() -> {
				try {
					emitter.send("first");
					awaitUntil(response::isCommitted);
					slow("stream");
					emitter.send(calls());
					emitter.complete();
				}
				catch (Exception ex) {
					emitter.completeWithError(ex);
				}
			}));
		}

		@GetMapping("/streamed-body")
		StreamingResponseBody streamedBody() {
			return (output) -> writeAround(output);
		}

		@GetMapping("/streamed")
		void streamed(HttpServletResponse response) throws IOException {
			writeAround(response.getOutputStream());
		}

		// More than Spring and the container keep back.
		private void writeAround(OutputStream output) throws IOException {
			output.write(" ".repeat(128 * 1024).getBytes(StandardCharsets.UTF_8));
			output.flush();
			try {
				slow("stream");
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			output.write(calls().getBytes(StandardCharsets.UTF_8));
		}

		@GetMapping("/slow-then-calls")
		String slowThenCalls() throws InterruptedException {
			slow("handler");
			return calls();
		}

		@GetMapping("/reports-then-calls")
		String reportsThenCalls(HttpServletRequest request) {
			RequestErrors.report(request, new IllegalArgumentException("reported"));
			return calls();
		}

		// What a client would send along.
		@GetMapping("/calls")
		String calls() {
			Map<String, String> headers = new HashMap<>();
			this.propagators.getTextMapPropagator().inject(Context.current(), headers, Map::put);
			return headers.get("traceparent");
		}

	}

}
