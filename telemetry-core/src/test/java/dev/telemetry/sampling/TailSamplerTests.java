package dev.telemetry.sampling;

import java.time.Duration;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;

import static org.assertj.core.api.Assertions.assertThat;

class TailSamplerTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void whatIsNeitherSampledNorRemarkableIsNotKept() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			request.end();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1);
			assertThat(traces.counts.notKeptSpans()).isEqualTo(2);
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void anErrorKeepsTheWholeTraceAtRatioZero() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("query", "http.server");
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void anErrorIsKeptBelowACallerThatDidNotSample() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request(SampledTraces.caller(false, TraceState.getDefault()));
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void aServerErrorThatOnlyTheStatusTellsIsAnError() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.setAttribute(AttributeKey.longKey("http.response.status_code"), 503L);
			request.end();
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void anErrorBelowTheRootCountsOnlyIfThatIsWanted() {
		for (KeepErrors errors : KeepErrors.values()) {
			try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(errors).build())) {
				Span request = traces.request();
				Span query = traces.below(request, "query");
				query.setStatus(StatusCode.ERROR);
				query.end();
				request.end();
				assertThat(traces.exported()).hasSize((errors == KeepErrors.ANY) ? 2 : 0);
			}
		}
	}

	@Test
	void noErrorKeepsATraceIfNoneIsWanted() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(KeepErrors.NONE).build())) {
			Span request = traces.request();
			traces.tail.markFailed(request.getSpanContext());
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exported()).isEmpty();
		}
	}

	@Test
	void aRequestIsSlowBeyondTheThresholdOnly() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span intime = traces.request();
			traces.turn(2 * SECOND);
			intime.end();
			assertThat(traces.exported()).isEmpty();
			Span slow = traces.request();
			traces.turn(2 * SECOND + 1);
			slow.end();
			assertThat(traces.reason()).isEqualTo("slow");
		}
	}

	@Test
	void onlyServersAndJobsWithAThresholdAreSlow() {
		try (SampledTraces traces = new SampledTraces(
				SampledTraces.rulesOnly().jobRatio(0.0).jobSlowThreshold(Duration.ofSeconds(1)).build())) {
			Span other = traces.tracer().spanBuilder("something").startSpan();
			Span job = traces.tracer().spanBuilder("job.run").startSpan();
			traces.turn(10 * SECOND);
			other.end();
			job.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("job.run");
		}
	}

	@Test
	void aStreamIsNotSlow() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			assertThat(
					traces.tail.decide(request, new EndedRequest("GET", "/events", 200, 60 * SECOND, null, null, true)))
				.isFalse();
			request.end();
			assertThat(traces.exported()).isEmpty();
		}
	}

	@Test
	void theOutcomeOfARequestDecidesBeforeItsSpanEnds() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			assertThat(traces.tail.decide(request, outcome(500, null))).isTrue();
			request.end();
			Span other = traces.request();
			assertThat(traces.tail.decide(other, outcome(404, null))).isFalse();
			other.setStatus(StatusCode.ERROR);
			other.end();
			assertThat(traces.exported()).hasSize(1);
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void attributesAreWrittenInAnyCaseIfAProcessorLooksAtThem() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().eagerAttributes(true).build())) {
			Span request = traces.request();
			assertThat(traces.tail.decide(request, outcome(200, null))).isTrue();
			request.end();
			assertThat(traces.exported()).isEmpty();
		}
	}

	@Test
	void aLateSpanFollowsADecisionThatItsFlagDoesNotTell() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span running = traces.below(request, "running");
			Span done = traces.below(request, "done");
			done.end();
			request.setStatus(StatusCode.ERROR);
			request.end();
			running.end();
			traces.below(request, "later").end();
			traces.below(done, "later below a child").end();
			assertThat(traces.exported()).extracting(SpanData::getName)
				.containsExactly("done", "http.server", "running", "later", "later below a child");
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().isSampled());
		}
	}

	@Test
	void twoLocalRootsOfOneTraceAreDecidedApart() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span failed = traces.request(SampledTraces.caller(false, TraceState.getDefault()));
			Span fine = traces.request(SampledTraces.caller(false, TraceState.getDefault()));
			traces.below(fine, "of the other").end();
			traces.below(failed, "query").end();
			failed.setStatus(StatusCode.ERROR);
			failed.end();
			fine.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("query", "http.server");
		}
	}

	@Test
	void withoutTheRulesNothingIsRecordedThatIsNotSampled() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().enabled(false).build())) {
			assertThat(traces.request().isRecording()).isFalse();
		}
	}

	@Test
	void itIsCertainThatATraceIsKeptAsSoonAsItIsKnownToFailOrToBeSlow() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span failed = traces.request();
			Span query = traces.below(failed, "query");
			assertThat(traces.tail.isKept(query.getSpanContext())).isFalse();
			traces.tail.markFailed(failed.getSpanContext());
			assertThat(traces.tail.isKept(query.getSpanContext())).isTrue();
			Span slow = traces.request();
			traces.turn(2 * SECOND + 1);
			assertThat(traces.tail.isKept(slow.getSpanContext())).isTrue();
			traces.tail.decide(failed, outcome(200, null));
			failed.end();
			slow.end();
			assertThat(traces.exported()).extracting((span) -> span.getAttributes().get(SamplingAttributes.REASON))
				.containsExactly("error", "slow");
		}
	}

	@Test
	void aPromiseIsMadeOnlyWhereThereIsRoomForIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.fail(22);
			Span request = traces.request();
			traces.tail.markFailed(request.getSpanContext());
			assertThat(traces.tail.isKept(request.getSpanContext())).isFalse();
		}
	}

	@Test
	void openTracesAreDecidedAtShutdown() {
		SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build());
		Span failed = traces.request();
		traces.below(failed, "of the failed").end();
		traces.tail.markFailed(failed.getSpanContext());
		Span fine = traces.request();
		traces.below(fine, "of the other").end();
		traces.shutdown();
		assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("of the failed");
		assertThat(traces.counts.notKeptSpans()).isEqualTo(1);
	}

	@Test
	void whatWaitsForADecisionAndFailsKeepsNoSpanFromLeaving() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span failed = traces.request();
			listenInVain(traces, failed);
			traces.below(failed, "of the failed").end();
			failed.setStatus(StatusCode.ERROR);
			failed.end();
			Span forced = traces.request();
			listenInVain(traces, forced);
			traces.below(forced, "of the forced").end();
			traces.tail.keep(forced.getSpanContext());
			traces.flush();
			assertThat(traces.exported()).extracting(SpanData::getName)
				.containsExactly("of the failed", "http.server", "of the forced");
			assertThat(traces.counts.keptSpans()).isEqualTo(traces.counts.endedSpans());
			assertThat(traces.failures.count()).isEqualTo(2);
			forced.end();
		}
	}

	private static void listenInVain(SampledTraces traces, Span span) {
		traces.tail.listen(span.getSpanContext(), () -> (kept) -> {
			throw new OutOfMemoryError("no room");
		});
	}

	private static RequestOutcome outcome(int status, Throwable error) {
		return new EndedRequest("GET", "/orders", status, 1, error, null, false);
	}

}
