package dev.telemetry.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.SamplingAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class KeepRulesTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void theFirstReasonThatHoldsIsTheOne() {
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(1.0).build())) {
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
			assertThat(traces.reason()).isEqualTo("forced");
		}
	}

	@Test
	void theCurrentTraceCanBeKeptFromCode() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			try (Scope scope = request.makeCurrent()) {
				assertThat(traces.tail.isKept(request.getSpanContext())).isFalse();
				traces.tail.keep(Span.current().getSpanContext());
				assertThat(traces.tail.isKept(request.getSpanContext())).isTrue();
			}
			request.end();
			assertThat(traces.reason()).isEqualTo("forced");
		}
	}

	@Test
	void aRuleOfTheApplicationKeepsATraceForItsOwnReason() {
		KeepRule rule = SampledTraces.rule("vip",
				(root) -> "ann".equals(root.span().getAttribute(AttributeKey.stringKey("user"))));
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), rule)) {
			traces.request().end();
			traces.request().setAttribute("user", "ann").end();
			assertThat(traces.exported()).hasSize(1);
			assertThat(traces.reason()).isEqualTo("vip");
		}
	}

	@Test
	void aRuleThatThrowsIsReportedAndKeepsNothing() {
		KeepRule rule = SampledTraces.rule("broken", (root) -> {
			throw new NoClassDefFoundError("gone");
		});
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), rule)) {
			traces.request().end();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.failures.count()).isEqualTo(1);
		}
	}

	@Test
	void rulesThatCannotBeMadeYetAreAskedForAgain() {
		KeepRule vip = SampledTraces.rule("vip", (root) -> true);
		AtomicInteger tries = new AtomicInteger();
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), () -> {
			if (tries.incrementAndGet() == 1) {
				throw new IllegalStateException("is being made");
			}
			return List.of(vip);
		})) {
			traces.fail(2);
			assertThat(tries).hasValue(1);
			assertThat(traces.counts.keptRoots()).isEqualTo(Map.of("error", 2L));
			assertThat(traces.exported()).hasSize(2);
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.failures.count()).isEqualTo(1);
			traces.turn(SECOND);
			traces.request().end();
			assertThat(traces.reason()).isEqualTo("vip");
			assertThat(traces.tail.reasons()).contains("vip");
		}
	}

	@Test
	void aRuleThatDoesNotSayForHowManyItStandsIsLeftOut() {
		KeepRule mute = new KeepRule() {

			@Override
			public String reason() {
				return "mute";
			}

			@Override
			public boolean keeps(EndedRoot root) {
				return true;
			}

			@Override
			@SuppressWarnings("NullAway")
			public AdjustedCount adjustedCount() {
				return null;
			}

		};
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), mute)) {
			traces.fail(1);
			assertThat(traces.reason()).isEqualTo("error");
			traces.request().end();
			assertThat(traces.counts.notKeptSpans()).isEqualTo(1);
			assertThat(traces.failures.count()).isEqualTo(1);
		}
	}

	@Test
	void aStormOfErrorsIsKeptUpToItsRate() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.fail(100);
			assertThat(traces.counts.keptRoots("error")).isEqualTo(22);
			assertThat(traces.counts.refusedRoots("error")).isEqualTo(78);
			traces.turn(SECOND);
			traces.fail(100);
			assertThat(traces.counts.keptRoots("error")).isEqualTo(32);
		}
	}

	@Test
	void aNoisyRouteDoesNotSilenceTheErrorsOfOthers() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (int second = 0; second < 60; second++) {
				traces.turn(SECOND);
				for (int i = 0; i < 100; i++) {
					failed(traces, "/noisy");
				}
				if (second % 10 == 0) {
					assertThat(failed(traces, "/quiet")).isTrue();
				}
			}
		}
	}

	@Test
	void aNoisyRouteDoesNotSilenceSlowRequestsOfOthers() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (int i = 0; i < 100; i++) {
				slow(traces, "/noisy");
			}
			assertThat(slow(traces, "/noisy")).isFalse();
			assertThat(slow(traces, "/quiet")).isTrue();
			assertThat(failed(traces, "/noisy")).isTrue();
		}
	}

	@Test
	void aRequestThatGotNoPromiseHasATokenOfItsRouteAtItsEnd() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (int i = 0; i < 100; i++) {
				failed(traces, "/noisy");
			}
			Span request = traces.request();
			traces.tail.markFailed(request.getSpanContext());
			assertThat(traces.tail.isKept(request.getSpanContext())).isFalse();
			assertThat(traces.tail.decide(request, new EndedRequest("GET", "/quiet", 500, 1, null, null, false)))
				.isTrue();
			request.end();
		}
	}

	@Test
	void noMoreThanAThousandRoutesHaveTokensOfTheirOwn() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (int i = 0; i < 5_000; i++) {
				failed(traces, "/" + i);
			}
			assertThat(traces.counts.keptRoots("error")).isEqualTo(1_020);
			assertThat(traces.counts.refusedRoots("error")).isEqualTo(3_980);
		}
	}

	@Test
	void withoutTokensNothingIsKeptForItsError() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().maxErrorsPerSecond(0).build())) {
			assertThat(failed(traces, "/a")).isFalse();
		}
	}

	@Test
	void aRuleOfTheApplicationSaysForHowManyTracesOneStands() {
		KeepRule share = new KeepRule() {

			@Override
			public String reason() {
				return "share";
			}

			@Override
			public boolean keeps(EndedRoot root) {
				return true;
			}

			@Override
			public AdjustedCount adjustedCount() {
				return AdjustedCount.UNKNOWN;
			}

		};
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), share)) {
			traces.request().end();
			assertThat(traces.exported().get(0).getSpanContext().getTraceState().isEmpty()).isTrue();
		}
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(),
				SampledTraces.rule("all", (root) -> true))) {
			traces.request().end();
			assertThat(traces.exported().get(0).getSpanContext().getTraceState().get("ot")).isEqualTo("th:0");
		}
	}

	private static boolean failed(SampledTraces traces, String pattern) {
		return kept(traces, new EndedRequest("GET", pattern, 500, 1, null, null, false));
	}

	private static boolean slow(SampledTraces traces, String pattern) {
		return kept(traces, new EndedRequest("GET", pattern, 200, 10 * SECOND, null, null, false));
	}

	private static boolean kept(SampledTraces traces, RequestOutcome outcome) {
		Span request = traces.request();
		boolean kept = traces.tail.decide(request, outcome);
		request.end();
		return kept;
	}

	@Test
	void oneTraceOfEachOperationIsKeptInAWhile() {
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(0.0).build())) {
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
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(0.0).build())) {
			Span failed = traces.request();
			traces.tail.decide(failed, outcome(500, null));
			failed.end();
			decided(traces, "/orders");
			assertThat(traces.counts.keptRoots()).isEqualTo(Map.of("error", 1L));
		}
	}

	@Test
	void noMoreThanAThousandOperationsAreKept() {
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(0.0).build())) {
			for (int i = 0; i < 1_100; i++) {
				decided(traces, "/" + i);
			}
			assertThat(traces.counts.keptRoots("route")).isEqualTo(1_000);
		}
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

	private static void decided(SampledTraces traces, String pattern) {
		Span request = traces.request();
		traces.tail.decide(request, new EndedRequest("GET", pattern, 200, 1, null, null, false));
		request.end();
	}

	private static RequestOutcome outcome(int status, Throwable error) {
		return new EndedRequest("GET", "/orders", status, 1, error, null, false);
	}

	@Test
	void aRuleWithoutAReasonOfItsOwnIsLeftOut() {
		KeepRule taken = SampledTraces.rule("error", (root) -> true);
		KeepRule empty = SampledTraces.rule(" ", (root) -> true);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), taken, empty)) {
			traces.request().end();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.failures.count()).isEqualTo(2);
			assertThat(traces.tail.reasons()).containsExactly("forced", "error", "slow", "disconnect", "parent",
					"ratio", "route");
		}
	}

	@Test
	void aRootIsRefusedOnceHoweverOftenItIsAskedFor() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.fail(22);
			Span request = traces.request();
			for (int i = 0; i < 100; i++) {
				traces.tail.markFailed(request.getSpanContext());
			}
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.counts.refusedRoots("error")).isEqualTo(1);
		}
	}

	@Test
	void whatCodeKeepsIsKeptAlthoughThereIsNoRoomToFollowIt() {
		SamplingLimits one = new SamplingLimits(1, 1, 1_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), one)) {
			Span other = traces.request();
			Span request = traces.request();
			try (Scope scope = request.makeCurrent()) {
				Span.current().setAttribute("telemetry.keep", true);
			}
			request.end();
			other.end();
			assertThat(traces.reason()).isEqualTo("forced");
		}
	}

}
