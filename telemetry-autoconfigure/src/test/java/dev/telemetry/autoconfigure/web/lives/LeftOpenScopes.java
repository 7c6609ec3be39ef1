package dev.telemetry.autoconfigure.web.lives;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Handlers that open a scope and never close it, by each API that there is.
 */
@RestController
@RequestMapping("/leaks")
class LeftOpenScopes {

	private final OpenTelemetry openTelemetry;

	private final Tracer tracer;

	private final ObservationRegistry observations;

	private final TelemetryRecorder recorder;

	LeftOpenScopes(OpenTelemetry openTelemetry, Tracer tracer, ObservationRegistry observations,
			TelemetryRecorder recorder) {
		this.openTelemetry = openTelemetry;
		this.tracer = tracer;
		this.observations = observations;
		this.recorder = recorder;
	}

	@GetMapping("/opentelemetry")
	@SuppressWarnings("MustBeClosedChecker")
	void byOpenTelemetry() {
		Span span = this.openTelemetry.getTracer("test").spanBuilder("left").startSpan();
		span.makeCurrent();
		span.end();
	}

	@GetMapping("/opentelemetry-open-span")
	@SuppressWarnings("MustBeClosedChecker")
	void byOpenTelemetryWithASpanThatNeverEnds() {
		this.openTelemetry.getTracer("test").spanBuilder("left").startSpan().makeCurrent();
	}

	@GetMapping("/micrometer")
	void byMicrometersTracer() {
		io.micrometer.tracing.Span span = this.tracer.nextSpan().name("left").start();
		this.tracer.withSpan(span);
		span.end();
	}

	@GetMapping("/observation")
	void byAnObservation() {
		Observation observation = Observation.start("left", this.observations);
		observation.openScope();
		observation.stop();
	}

	@GetMapping("/recorder")
	void byTheRecorder() {
		this.recorder.job("left", "open").open().succeed();
	}

	@GetMapping("/recorder-out-of-order")
	void byTheRecorderInTheWrongOrder() {
		Recording one = this.recorder.job("left", "one").open();
		Recording two = this.recorder.job("left", "two").open();
		one.close();
		two.close();
	}

}
