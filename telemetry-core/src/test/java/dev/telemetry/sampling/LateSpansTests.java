package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.health.SamplingCounts.DropReason;
import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans that start or end after their root, which was not kept.
 */
class LateSpansTests {

	@Test
	void aJobThatFailsAfterItsRequestIsKeptWithItsOwnSpans() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			Span job = traces.below(request, "job.run");
			traces.below(job, "step before").end();
			request.end();
			Span step = traces.below(job, "step");
			traces.below(step, "query of step").end();
			step.end();
			fail(job);
			assertThat(names(traces)).containsExactly("step", "query of step", "job.run");
			assertThat(traces.reason()).isEqualTo("error");
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().isSampled());
			assertEmpty(traces);
		}
	}

	@Test
	void aJobThatStartsAfterItsRequestAndFailsIsKeptWithItsOwnSpans() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.end();
			Span job = traces.below(request, "job.run");
			traces.below(job, "step").end();
			fail(job);
			assertThat(names(traces)).containsExactly("step", "job.run");
			assertThat(traces.reason()).isEqualTo("error");
			assertThat(traces.counts.keptRoots("error")).isEqualTo(1);
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1);
			assertEmpty(traces);
		}
	}

	@Test
	void aJobThatFailsWhileItsRequestEndsIsKeptWithItsOwnSpans() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span job = traces.below(request, "job.run");
			traces.below(job, "step").end();
			traces.tail.decide(request, new EndedRequest("GET", "/orders", 200, 1, null, null, false));
			fail(job);
			request.end();
			assertThat(names(traces)).containsExactly("step", "job.run");
			assertThat(traces.reason()).isEqualTo("error");
			assertEmpty(traces);
		}
	}

	@Test
	void aSpanThatEndsWhileItsRequestIsKeptFollowsIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span job = traces.below(request, "job.run");
			traces.tail.decide(request, new EndedRequest("GET", "/orders", 500, 1, null, null, false));
			job.end();
			traces.below(job, "below").end();
			request.end();
			traces.below(job, "later").end();
			assertThat(names(traces)).containsExactlyInAnyOrder("job.run", "below", "http.server", "later");
			assertEmpty(traces);
		}
	}

	@Test
	void whatIsStillOpenBelowALateSpanThatIsKeptFollowsIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span job = traces.below(request, "job.run");
			Span open = traces.below(job, "open");
			request.end();
			fail(job);
			traces.below(open, "below").end();
			open.end();
			traces.below(job, "later").end();
			assertThat(names(traces)).containsExactly("job.run", "below", "open", "later");
			assertThat(traces.counts.keptRoots("error")).isEqualTo(1);
			assertEmpty(traces);
		}
	}

	@Test
	void aLateJobThatIsPromisedToBeKeptIsKept() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().maxErrorsPerSecond(1).build())) {
			Span job = lateJob(traces);
			traces.tail.markFailed(job.getSpanContext());
			traces.below(job, "step").end();
			traces.tick();
			job.end();
			assertThat(names(traces)).containsExactly("step", "job.run");
			assertThat(traces.reason()).isEqualTo("error");
			assertEmpty(traces);
		}
	}

	@Test
	void aLateJobInADryRunIsExportedAsAWhole() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.end();
			traces.control.override((settings) -> settings.dryRun(true));
			Span job = traces.below(request, "job.run");
			traces.below(job, "step").end();
			traces.tick();
			job.end();
			assertThat(names(traces)).containsExactly("step", "job.run");
			assertEmpty(traces);
		}
	}

	private static Span lateJob(SampledTraces traces) {
		Span request = traces.request();
		request.end();
		return traces.below(request, "job.run");
	}

	@Test
	void aLateSpanThatDoesNotFailIsNoFragment() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span running = traces.below(request, "running");
			request.end();
			Span step = traces.below(running, "step");
			fail(step);
			running.end();
			Span later = traces.below(request, "later");
			fail(traces.below(later, "step of later"));
			later.end();
			assertThat(traces.exported()).isEmpty();
			assertEmpty(traces);
		}
	}

	@Test
	void ifAnyErrorCountsALateOneKeepsWhatIsStillToCome() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(KeepErrors.ANY).build())) {
			Span request = traces.request();
			Span one = traces.below(request, "one");
			Span two = traces.below(request, "two");
			request.end();
			traces.below(one, "step").end();
			fail(traces.below(one, "failed step"));
			assertThat(traces.tail.isKept(one.getSpanContext())).isTrue();
			Span last = traces.below(one, "last step");
			one.end();
			two.end();
			last.end();
			assertThat(names(traces)).containsExactly("step", "failed step", "one", "two", "last step");
			assertThat(traces.exported().get(1).getAttributes().asMap().values()).contains("error");
			assertEmpty(traces);
		}
	}

	@Test
	void ifAnyErrorCountsTheOneBelowALateSpanKeepsIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(KeepErrors.ANY).build())) {
			Span request = traces.request();
			request.end();
			Span job = traces.below(request, "job.run");
			fail(traces.below(job, "step"));
			job.end();
			assertThat(names(traces)).containsExactly("step", "job.run");
			assertEmpty(traces);
		}
	}

	@Test
	void ifNoErrorCountsNoLateOneDoes() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().keepErrors(KeepErrors.NONE).build())) {
			Span request = traces.request();
			Span running = traces.below(request, "running");
			request.end();
			fail(running);
			fail(traces.below(request, "later"));
			assertThat(traces.exported()).isEmpty();
			assertEmpty(traces);
		}
	}

	@Test
	void codeCanKeepALateSpan() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.end();
			Span job = traces.below(request, "job.run");
			traces.below(job, "step").setAttribute("telemetry.keep", true).end();
			job.end();
			assertThat(names(traces)).containsExactly("step", "job.run");
			assertThat(traces.reason()).isEqualTo("forced");
			assertEmpty(traces);
		}
	}

	@Test
	void aStormOfLateErrorsIsLimitedLikeAnyOther() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (int i = 0; i < 100; i++) {
				Span request = traces.request();
				Span job = traces.below(request, "job.run");
				request.end();
				fail(job);
			}
			assertThat(traces.exported()).hasSize(22);
			assertThat(traces.counts.refusedRoots("error")).isEqualTo(78);
			assertEmpty(traces);
		}
	}

	@Test
	void aLateSpanOfACallersTraceSaysOfItsNumberWhatTheCallerSaid() {
		TraceState state = TraceState.builder().put("ot", "th:8").build();
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request(SampledTraces.caller(false, state));
			Span running = traces.below(request, "running");
			request.end();
			fail(running);
			assertThat(traces.exported()).singleElement()
				.extracting((span) -> span.getSpanContext().getTraceState())
				.isEqualTo(state);
		}
	}

	@Test
	void lateSpansThatAreHeldAreBounded() {
		SamplingLimits few = new SamplingLimits(10, 10_000, 1_000_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), few)) {
			Span request = traces.request();
			Span job = traces.below(request, "job.run");
			request.end();
			for (int i = 0; i < 100; i++) {
				traces.below(job, "step").end();
			}
			fail(job);
			assertThat(traces.exported()).hasSize(11);
			assertThat(traces.counts.droppedSpans(DropReason.TRUNCATED)).isEqualTo(90);
			assertThat(traces.counts.notKeptSpans()).isEqualTo(1);
			assertThat(missing(traces)).isEqualTo(90);
			assertThat(traces.tail.budget().free()).isEqualTo(10_000);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void aLateSpanThatIsLargerThanAllThereIsRoomForIsLostForThat() {
		SamplingLimits limits = new SamplingLimits(512, 10_000, 100_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), limits)) {
			Span request = traces.request();
			Span job = traces.below(request, "job.run");
			request.end();
			traces.below(job, "step").setAttribute("text", "x".repeat(200_000)).end();
			fail(job);
			assertThat(names(traces)).containsExactly("job.run");
			assertThat(traces.counts.droppedSpans(DropReason.LIMIT)).isEqualTo(1);
			assertThat(traces.counts.notKeptSpans()).isEqualTo(1);
			assertThat(missing(traces)).isEqualTo(1);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void lateSpansThatAreHeldAreBoundedInBytes() {
		SamplingLimits limits = new SamplingLimits(512, 10_000, 4_000_000);
		String large = "x".repeat(64 * 1024);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), limits)) {
			List<Span> jobs = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				traces.turn(1);
				Span request = traces.request();
				jobs.add(traces.below(request, "job.run"));
				request.end();
			}
			for (Span job : jobs) {
				for (int i = 0; i < 25; i++) {
					traces.below(job, "step").setAttribute("text", large).end();
				}
			}
			assertThat(traces.tail.heldSpans()).isLessThan(20 + 4_000_000 / (2 * 64 * 1024) + 1);
			fail(jobs.get(19));
			assertThat(traces.reason()).isEqualTo("error");
			assertThat(traces.exported()).hasSize(26);
			jobs.subList(0, 19).forEach(Span::end);
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(4_000_000);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void theBytesOfALateSpanAreGivenBackWhenTheOneAboveItIsOverAlthoughOthersAreHeld() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			Span one = traces.below(request, "one");
			Span two = traces.below(request, "two");
			request.end();
			traces.below(one, "step").setAttribute("text", "x".repeat(100_000)).end();
			long before = traces.tail.budget().freeBytes();
			traces.below(two, "step").setAttribute("text", "x".repeat(200_000)).end();
			assertThat(before - traces.tail.budget().freeBytes()).isGreaterThan(400_000);
			two.end();
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(before);
			one.end();
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(SamplingLimits.DEFAULT.maxBytes());
			assertEmpty(traces);
		}
	}

	private static void fail(Span span) {
		span.setStatus(StatusCode.ERROR);
		span.end();
	}

	private static @Nullable Long missing(SampledTraces traces) {
		List<SpanData> exported = new ArrayList<>(traces.exported());
		return exported.get(exported.size() - 1).getAttributes().get(SamplingAttributes.TRUNCATED);
	}

	private static List<String> names(SampledTraces traces) {
		return new ArrayList<>(traces.exported()).stream().map(SpanData::getName).toList();
	}

	private static void assertEmpty(SampledTraces traces) {
		assertThat(traces.tail.heldSpans()).isZero();
		assertThat(traces.tail.budget().free()).isEqualTo(SamplingLimits.DEFAULT.maxSpans());
		TailSamplerBoundsTests.assertNothingIsLost(traces);
	}

}
