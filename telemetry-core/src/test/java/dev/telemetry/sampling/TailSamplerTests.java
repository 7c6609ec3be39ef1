package dev.telemetry.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.root.ConsistentRatio;
import dev.telemetry.root.RequestOutcome;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
			assertThat(reason(traces)).isEqualTo("error");
		}
	}

	@Test
	void anErrorIsKeptBelowACallerThatDidNotSample() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request(SampledTraces.caller(false, TraceState.getDefault()));
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(reason(traces)).isEqualTo("error");
		}
	}

	@Test
	void aServerErrorThatOnlyTheStatusTellsIsAnError() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.setAttribute(AttributeKey.longKey("http.response.status_code"), 503L);
			request.end();
			assertThat(reason(traces)).isEqualTo("error");
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
			traces.tail.fail(request.getSpanContext());
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
			assertThat(reason(traces)).isEqualTo("slow");
		}
	}

	@Test
	void onlyServersAndJobsWithAThresholdAreSlow() {
		try (SampledTraces traces = new SampledTraces(
				SampledTraces.rulesOnly().jobRatio(ConsistentRatio.of(0.0)).jobSlowThresholdNanos(SECOND).build())) {
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
			assertThat(traces.tail.decide(request,
					new RequestOutcome("GET", "/events", 200, 60 * SECOND, null, null, true)))
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
			assertThat(reason(traces)).isEqualTo("error");
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
	void theFirstReasonThatHoldsIsTheOne() {
		try (SampledTraces traces = new SampledTraces(
				SamplingSettings.builder().ratio(ConsistentRatio.of(1.0)).build())) {
			Span plain = traces.request();
			plain.end();
			Span called = traces.request(SampledTraces.caller(true, TraceState.getDefault()));
			called.end();
			Span slow = traces.request();
			traces.turn(3 * SECOND);
			slow.end();
			Span failed = traces.request();
			traces.turn(3 * SECOND);
			failed.setStatus(StatusCode.ERROR);
			failed.end();
			Span forced = traces.request();
			forced.setAttribute(SamplingAttributes.KEEP, true);
			forced.setStatus(StatusCode.ERROR);
			forced.end();
			assertThat(traces.exported()).extracting((span) -> span.getAttributes().get(SamplingAttributes.REASON))
				.containsExactly("ratio", "parent", "slow", "error", "forced");
			assertThat(traces.counts.keptRoots())
				.isEqualTo(Map.of("ratio", 1L, "parent", 1L, "slow", 1L, "error", 1L, "forced", 1L));
		}
	}

	@Test
	void anAttributeOnAnySpanKeepsTheTrace() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").setAttribute("telemetry.keep", true).end();
			request.end();
			assertThat(reason(traces)).isEqualTo("forced");
		}
	}

	@Test
	void theCurrentTraceCanBeKeptFromCode() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			try (Scope scope = request.makeCurrent()) {
				assertThat(traces.tail.isKept(request.getSpanContext())).isFalse();
				traces.tail.keepCurrent();
				assertThat(traces.tail.isKept(request.getSpanContext())).isTrue();
			}
			request.end();
			assertThat(reason(traces)).isEqualTo("forced");
		}
	}

	@Test
	void aRuleOfTheApplicationKeepsATraceForItsOwnReason() {
		KeepRule rule = rule("vip", (root) -> "ann".equals(root.span().getAttribute(AttributeKey.stringKey("user"))));
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), rule)) {
			traces.request().end();
			traces.request().setAttribute("user", "ann").end();
			assertThat(traces.exported()).hasSize(1);
			assertThat(reason(traces)).isEqualTo("vip");
		}
	}

	@Test
	void aRuleThatThrowsIsReportedAndKeepsNothing() {
		KeepRule rule = rule("broken", (root) -> {
			throw new NoClassDefFoundError("gone");
		});
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), rule)) {
			traces.request().end();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.failures).hasSize(1);
		}
	}

	@Test
	void aStormOfErrorsIsKeptUpToItsRate() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			fail(traces, 100);
			assertThat(traces.counts.keptRoots("error")).isEqualTo(20);
			assertThat(traces.counts.refusedRoots("error")).isEqualTo(80);
			traces.turn(SECOND);
			fail(traces, 100);
			assertThat(traces.counts.keptRoots("error")).isEqualTo(30);
		}
	}

	@Test
	void oneTraceOfEachOperationIsKeptInAWhile() {
		try (SampledTraces traces = new SampledTraces(
				SamplingSettings.builder().ratio(ConsistentRatio.of(0.0)).build())) {
			decided(traces, "/a");
			decided(traces, "/a");
			decided(traces, "/b");
			traces.turn(Duration.ofMinutes(10).toNanos());
			decided(traces, "/a");
			decided(traces, "/a");
			assertThat(traces.counts.keptRoots("route")).isEqualTo(3);
			assertThat(traces.counts.notKeptRoots()).isEqualTo(2);
		}
	}

	@Test
	void aTraceThatIsKeptForAnotherReasonShowsItsOperationAsWell() {
		try (SampledTraces traces = new SampledTraces(
				SamplingSettings.builder().ratio(ConsistentRatio.of(0.0)).build())) {
			Span failed = traces.request();
			traces.tail.decide(failed, outcome(500, null));
			failed.end();
			decided(traces, "/orders");
			assertThat(traces.counts.keptRoots()).isEqualTo(Map.of("error", 1L));
		}
	}

	@Test
	void noMoreThanAThousandOperationsAreKept() {
		try (SampledTraces traces = new SampledTraces(
				SamplingSettings.builder().ratio(ConsistentRatio.of(0.0)).build())) {
			for (int i = 0; i < 1_100; i++) {
				decided(traces, "/" + i);
			}
			assertThat(traces.counts.keptRoots("route")).isEqualTo(1_000);
		}
	}

	@Test
	void whatIsExportedIsSampledAndStaysRandom() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			fail(traces, 1);
			SpanContext context = traces.exported().get(0).getSpanContext();
			assertThat(context.isSampled()).isTrue();
			assertThat(context.getTraceFlags().isTraceIdRandom()).isTrue();
			assertThat(traces.exportedSpans()).allMatch((span) -> span.getSpanContext().isSampled());
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
	void aLateSpanOfATraceThatIsNotKeptIsNoFragment() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span running = traces.below(request, "running");
			request.end();
			running.setStatus(StatusCode.ERROR);
			running.end();
			assertThat(traces.below(request, "later").isRecording()).isFalse();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.counts.notKeptSpans()).isEqualTo(2);
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
	void theWeightOfATraceSaysForHowManyItStands() {
		KeepRule rule = rule("vip", (root) -> root.span().getAttribute(AttributeKey.stringKey("user")) != null);
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(ConsistentRatio.of(0.0)).build(),
				rule)) {
			traces.request().end();
			traces.request().setAttribute("user", "ann").end();
			fail(traces, 1);
			traces.control.override((settings) -> settings.ratio(ConsistentRatio.of(1.0)));
			traces.request().end();
			fail(traces, 1);
			assertThat(traces.exported())
				.extracting((span) -> span.getAttributes().get(SamplingAttributes.REASON),
						(span) -> span.getSpanContext().getTraceState().get("ot"))
				.containsExactly(tuple("route", null), tuple("vip", "th:0"), tuple("error", "th:0"),
						tuple("ratio", "th:0"), tuple("error", "th:0"));
		}
	}

	@Test
	void theWeightsAddUpToTheTrueCounts() {
		SamplingSettings settings = SampledTraces.rulesOnly()
			.ratio(ConsistentRatio.of(0.02))
			.maxErrorsPerSecond(Integer.MAX_VALUE)
			.build();
		try (SampledTraces traces = new SampledTraces(settings)) {
			for (int i = 0; i < 50_000; i++) {
				Span request = traces.request();
				if (i % 100 == 0) {
					request.setStatus(StatusCode.ERROR);
				}
				request.end();
			}
			double sum = 0;
			for (ReadableSpan span : traces.exportedSpans()) {
				sum += weight(span.getSpanContext().getTraceState().get("ot"));
			}
			// Six standard deviations of 1,557.
			assertThat(sum).isBetween(50_000 - 9_342.0, 50_000 + 9_342.0);
			assertThat(traces.counts.keptRoots("error")).isEqualTo(500);
		}
	}

	private static double weight(String state) {
		String digits = (state.substring("th:".length()) + "00000000000000").substring(0, 14);
		return 1 / (1 - Long.parseLong(digits, 16) / (double) (1L << 56));
	}

	@Test
	void whatACallerSaysOfItsWeightIsPassedOnUntouched() {
		TraceState state = TraceState.builder().put("ot", "th:8;rv:1").put("vendor", "x").build();
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.request(SampledTraces.caller(true, state)).end();
			Span failed = traces.request(SampledTraces.caller(false, state));
			failed.setStatus(StatusCode.ERROR);
			failed.end();
			assertThat(traces.exported()).hasSize(2)
				.allMatch((span) -> span.getSpanContext().getTraceState().equals(state));
		}
	}

	@Test
	void aDryRunExportsEverythingAndSaysWhatWouldHaveBecomeOfIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().dryRun(true).build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			request.end();
			fail(traces, 1);
			assertThat(traces.exported()).hasSize(3);
			assertThat(traces.exported()).extracting((span) -> span.getAttributes().get(SamplingAttributes.DRY_RUN))
				.containsExactly(null, "dropped", "kept");
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().getTraceState().isEmpty());
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1);
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
			traces.tail.fail(failed.getSpanContext());
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
			fail(traces, 20);
			Span request = traces.request();
			traces.tail.fail(request.getSpanContext());
			assertThat(traces.tail.isKept(request.getSpanContext())).isFalse();
		}
	}

	@Test
	void openTracesAreDecidedAtShutdown() {
		SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build());
		Span failed = traces.request();
		traces.below(failed, "of the failed").end();
		traces.tail.fail(failed.getSpanContext());
		Span fine = traces.request();
		traces.below(fine, "of the other").end();
		traces.shutdown();
		assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("of the failed");
		assertThat(traces.counts.notKeptSpans()).isEqualTo(1);
	}

	@Test
	void jobsAreSampledByTheirTypeUpToARate() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (String type : List.of("mail", "bill")) {
				for (int i = 0; i < 30; i++) {
					traces.tracer()
						.spanBuilder("job.run")
						.setSpanKind(SpanKind.INTERNAL)
						.setAttribute("job.type", type)
						.startSpan()
						.end();
				}
			}
			assertThat(traces.counts.keptRoots("ratio")).isBetween(40L, 42L);
		}
	}

	private static void fail(SampledTraces traces, int times) {
		for (int i = 0; i < times; i++) {
			Span request = traces.request();
			request.setStatus(StatusCode.ERROR);
			request.end();
		}
	}

	private static void decided(SampledTraces traces, String pattern) {
		Span request = traces.request();
		traces.tail.decide(request, new RequestOutcome("GET", pattern, 200, 1, null, null, false));
		request.end();
	}

	private static RequestOutcome outcome(int status, Throwable error) {
		return new RequestOutcome("GET", "/orders", status, 1, error, null, false);
	}

	private static String reason(SampledTraces traces) {
		List<SpanData> exported = traces.exported();
		return exported.get(exported.size() - 1).getAttributes().get(SamplingAttributes.REASON);
	}

	private static KeepRule rule(String reason, Predicate<EndedRoot> keeps) {
		return new KeepRule() {

			@Override
			public String reason() {
				return reason;
			}

			@Override
			public boolean keeps(EndedRoot root) {
				return keeps.test(root);
			}

		};
	}

}
