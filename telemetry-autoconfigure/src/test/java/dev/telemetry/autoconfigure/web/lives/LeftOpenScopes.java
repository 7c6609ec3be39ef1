package dev.telemetry.autoconfigure.web.lives;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Handlers that open a scope and do not close it as they should, by each API that there
 * is, on each thread that a handler works on.
 */
@RestController
class LeftOpenScopes {

	private final Map<String, Runnable> leaks = new LinkedHashMap<>();

	private final Executor executor;

	LeftOpenScopes(OpenTelemetry openTelemetry, Tracer tracer, ObservationRegistry observations,
			TelemetryRecorder recorder, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.executor = executor;
		byOpenTelemetry(openTelemetry.getTracer("test"));
		byMicrometer(tracer);
		byObservations(observations);
		byTheRecorder(recorder);
		this.leaks.put("mdc", () -> {
			MDC.put("trace_id", "left");
			MDC.put("span_id", "left");
		});
		this.leaks.put("mdc cleared", MDC::clear);
	}

	@SuppressWarnings("MustBeClosedChecker")
	private void byOpenTelemetry(io.opentelemetry.api.trace.Tracer tracer) {
		this.leaks.put("scope of a span", () -> {
			Span span = tracer.spanBuilder("left").startSpan();
			span.makeCurrent();
			span.end();
		});
		this.leaks.put("scope of a span that never ends", () -> tracer.spanBuilder("left").startSpan().makeCurrent());
		this.leaks.put("scope of a span that is closed elsewhere", () -> {
			Span span = tracer.spanBuilder("left").startSpan();
			elsewhere(span.makeCurrent()::close);
			span.end();
		});
	}

	private void byMicrometer(Tracer tracer) {
		this.leaks.put("span in scope", () -> {
			io.micrometer.tracing.Span span = tracer.nextSpan().name("left").start();
			tracer.withSpan(span);
			span.end();
		});
		this.leaks.put("scoped span", () -> tracer.startScopedSpan("left"));
		this.leaks.put("baggage in scope", () -> tracer.createBaggageInScope("tenant", "left"));
	}

	private void byObservations(ObservationRegistry observations) {
		this.leaks.put("observation", () -> {
			Observation observation = Observation.start("left", observations);
			observation.openScope();
			observation.stop();
		});
		this.leaks.put("observation that never stops", () -> Observation.start("left", observations).openScope());
		this.leaks.put("observation that is there", () -> {
			Observation current = observations.getCurrentObservation();
			if (current != null) {
				current.openScope();
			}
		});
	}

	@SuppressWarnings("MustBeClosedChecker")
	private void byTheRecorder(TelemetryRecorder recorder) {
		this.leaks.put("recording", () -> recorder.job("left", "open").open().succeed());
		this.leaks.put("recording that never ends", () -> recorder.job("left", "never").open());
		this.leaks.put("recording that is entered", () -> recorder.externalCall("left", "entered").start().enter());
		this.leaks.put("recording that is closed elsewhere",
				() -> elsewhere(recorder.job("left", "elsewhere").open()::close));
		this.leaks.put("recordings out of order", () -> {
			Recording one = recorder.job("left", "one").open();
			Recording two = recorder.job("left", "two").open();
			one.close();
			two.close();
		});
	}

	private static void elsewhere(Runnable close) {
		CompletableFuture.runAsync(close).orTimeout(10, TimeUnit.SECONDS).join();
	}

	Iterable<String> names() {
		return this.leaks.keySet();
	}

	@GetMapping("/left-open/request/{name}")
	void onTheThreadOfTheRequest(@PathVariable String name) {
		Objects.requireNonNull(this.leaks.get(name), name).run();
	}

	@GetMapping("/left-open/callable/{name}")
	Callable<String> inACallable(@PathVariable String name) {
		return () -> {
			onTheThreadOfTheRequest(name);
			return name;
		};
	}

	@GetMapping("/left-open/executor/{name}")
	CompletableFuture<Void> onTheExecutorOfTheApplication(@PathVariable String name) {
		return CompletableFuture.runAsync(() -> onTheThreadOfTheRequest(name), this.executor);
	}

}
