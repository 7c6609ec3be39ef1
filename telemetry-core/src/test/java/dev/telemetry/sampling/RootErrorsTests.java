package dev.telemetry.sampling;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an error of a local root is: what its outcome says, and what the application says
 * by the status of its span.
 */
class RootErrorsTests {

	private static final RequestOutcome FINE = outcome(200, false);

	@ParameterizedTest
	@ValueSource(ints = { 200, 404 })
	void aStatusThatCodeSetsOnTheSpanOfARequestIsAnErrorWhateverTheResponseWas(int status) {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			request.setStatus(StatusCode.ERROR, "business");
			assertThat(traces.tail.decide(request, outcome(status, false))).isTrue();
			request.end();
			assertThat(traces.exported()).hasSize(2);
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void aStatusThatCodeSetsOnTheSpanOfAJobIsAnErrorAlthoughItSucceeded() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().jobRatio(0.0).build())) {
			Span job = traces.tracer().spanBuilder("job.run").setSpanKind(SpanKind.INTERNAL).startSpan();
			job.recordException(new IllegalStateException()).setStatus(StatusCode.ERROR);
			assertThat(traces.tail.decide(job, FINE)).isTrue();
			job.end();
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void anErrorComesBeforeTheRatioAndTheCallerAmongTheReasons() {
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(1.0).build())) {
			Span request = traces.request();
			request.setStatus(StatusCode.ERROR);
			traces.tail.decide(request, FINE);
			request.end();
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void theLastStatusCounts() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.setStatus(StatusCode.ERROR).setStatus(StatusCode.OK);
			assertThat(traces.tail.decide(request, FINE)).isFalse();
			request.end();
		}
	}

	@Test
	void anExceptionThatIsOnlyRecordedIsNoError() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.recordException(new IllegalStateException("retried"));
			assertThat(traces.tail.decide(request, FINE)).isFalse();
			request.end();
		}
	}

	@Test
	void aStatusCountsForNothingWhereNoErrorDoes() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(KeepErrors.NONE).build())) {
			Span request = traces.request();
			request.setStatus(StatusCode.ERROR);
			assertThat(traces.tail.decide(request, FINE)).isFalse();
			request.end();
		}
	}

	@ParameterizedTest
	@EnumSource(KeepErrors.class)
	void aClientThatWentAwayIsNoErrorAlthoughTheExceptionWasPutOnTheSpan(KeepErrors errors) {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(errors).build())) {
			Span request = traces.request();
			request.recordException(new IOException("Broken pipe")).setStatus(StatusCode.ERROR);
			assertThat(traces.tail.decide(request, outcome(200, true))).isFalse();
			request.end();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.counts.refusedRoots()).isEmpty();
		}
	}

	@Test
	void clientsThatGoAwayTakeNothingFromFailures() {
		for (boolean kept : new boolean[] { false, true }) {
			try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepDisconnects(kept).build())) {
				end(traces, outcome(200, true), 180);
				end(traces, outcome(400, true), 180);
				end(traces, outcome(500, false), 20);
				assertThat(traces.counts.keptRoots("error")).isEqualTo(20);
				assertThat(traces.counts.refusedRoots("error")).isZero();
				assertThat(traces.counts.keptRoots("disconnect")).isEqualTo((kept) ? 22 : 0);
				assertThat(traces.counts.refusedRoots("disconnect")).isEqualTo((kept) ? 338 : 0);
			}
		}
	}

	@Test
	void clientsThatGoAwayAreKeptWhereThatIsAskedFor() {
		try (SampledTraces traces = new SampledTraces(
				SampledTraces.rulesOnly().keepErrors(KeepErrors.NONE).keepDisconnects(true).build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			assertThat(traces.tail.decide(request, outcome(200, true))).isTrue();
			request.end();
			assertThat(traces.exported()).hasSize(2);
			assertThat(traces.reason()).isEqualTo("disconnect");
		}
	}

	@Test
	void aSlowRequestWhoseClientWentAwayIsSlow() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepDisconnects(true).build())) {
			Span request = traces.request();
			traces.tail.decide(request, new EndedRequest("GET", "/slow", 200, Duration.ofSeconds(9).toNanos(),
					new IOException(), null, false, true, Map.of()));
			request.end();
			assertThat(traces.reason()).isEqualTo("slow");
		}
	}

	@Test
	void aRuleOfTheApplicationSeesWhetherARootFailed() {
		KeepRule rule = SampledTraces.rule("mine", EndedRoot::failed);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().maxErrorsPerSecond(0).build(), rule)) {
			Span request = traces.request();
			request.setStatus(StatusCode.ERROR);
			assertThat(traces.tail.decide(request, FINE)).isTrue();
			request.end();
			assertThat(traces.reason()).isEqualTo("mine");
		}
	}

	private static void end(SampledTraces traces, RequestOutcome outcome, int times) {
		for (int i = 0; i < times; i++) {
			Span request = traces.request();
			traces.tail.decide(request, outcome);
			request.end();
		}
	}

	private static RequestOutcome outcome(int status, boolean disconnected) {
		Throwable error = (disconnected) ? new IOException("Broken pipe") : null;
		return new EndedRequest("GET", "/orders", status, 1, error, null, false, disconnected, Map.of());
	}

}
