package dev.telemetry.sampling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is certain to be kept is not held back.
 */
@NoTelemetryLeaks
class CertainTracesTests {

	private static final int CHILDREN = 5_000;

	@Test
	void aSampledJobOfFiveThousandSpansArrivesWholeAndWhileItRuns() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(1.0).build())) {
			assertArrivesWhole(traces, traces.request());
			assertThat(traces.reason()).isEqualTo("ratio");
		}
	}

	@Test
	void aFlushSendsWhatHasEndedBelowARootThatIsOpen() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(1.0).build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			traces.flush();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("query");
			request.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("query", "http.server");
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void aFlushSendsNothingOfWhatMayStillBeDropped() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			traces.flush();
			assertThat(traces.exported()).isEmpty();
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("query", "http.server");
		}
	}

	@Test
	void aForcedOneArrivesWholeToo() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.tail.keep(request.getSpanContext());
			assertArrivesWhole(traces, request);
			assertThat(traces.reason()).isEqualTo("forced");
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().isSampled())
				.allMatch((span) -> "th:0".equals(span.getSpanContext().getTraceState().get("ot")));
		}
	}

	@Test
	void oneThatIsPromisedToBeKeptForItsErrorArrivesWholeToo() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.tail.markFailed(request.getSpanContext());
			assertArrivesWhole(traces, request);
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void withoutTheRulesWhatIsSampledArrivesWholeToo() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().enabled(false).ratio(1.0).build())) {
			assertArrivesWhole(traces, traces.request());
		}
	}

	@Test
	void inADryRunEverythingArrivesWholeToo() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().dryRun(true).build())) {
			assertArrivesWhole(traces, traces.request());
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().getTraceState().isEmpty());
		}
	}

	@Test
	void whatBeganInADryRunArrivesWholeAlthoughThatIsOver() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.control.override((settings) -> settings.dryRun(true));
			Span request = traces.request();
			traces.below(request, "first").end();
			traces.tick();
			traces.control.reset();
			traces.below(request, "second").end();
			request.end();
			assertThat(traces.exported()).extracting(SpanData::getName)
				.containsExactly("first", "second", "http.server");
			assertThat(traces.exported().get(2).getAttributes().get(SamplingAttributes.DRY_RUN)).isEqualTo("dropped");
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	private static void assertArrivesWhole(SampledTraces traces, Span root) {
		for (int i = 0; i < CHILDREN; i++) {
			Span child = traces.below(root, "row");
			traces.below(child, "query").end();
			child.end();
			assertThat(traces.tail.heldSpans()).isLessThan(70);
		}
		assertThat(traces.exportedSpans()).hasSizeGreaterThan(2 * CHILDREN - 70);
		root.end();
		assertThat(traces.exportedSpans()).hasSize(2 * CHILDREN + 1);
		SpanData last = traces.exported().get(2 * CHILDREN);
		assertThat(last.getName()).isEqualTo("http.server");
		assertThat(last.getAttributes().get(SamplingAttributes.TRUNCATED)).isNull();
		assertThat(traces.tail.heldSpans()).isZero();
		assertThat(traces.tail.budget().free()).isEqualTo(SamplingLimits.DEFAULT.maxSpans());
		TailSamplerBoundsTests.assertNothingIsLost(traces);
	}

	@Test
	void whatHasEndedIsHandedOnAfterASecondHoweverLittleItIs() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(1.0).build())) {
			Span job = traces.request();
			traces.below(job, "first").end();
			assertThat(traces.exportedSpans()).isEmpty();
			traces.tick();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("first");
			assertThat(traces.timer.isArmed()).isFalse();
			traces.below(job, "second").end();
			traces.tick();
			assertThat(traces.exportedSpans()).hasSize(2);
			job.end();
			assertThat(traces.exportedSpans()).hasSize(3);
		}
	}

	@Test
	void aShortTraceLeavesAsAWhole() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(1.0).build())) {
			Span other = traces.request();
			traces.below(other, "query").end();
			traces.turn(HandOverTimer.PERIOD_NANOS - 1);
			Span request = traces.request();
			traces.below(request, "query").end();
			traces.turn(1);
			traces.timer.run();
			assertThat(traces.exportedSpans()).hasSize(1);
			assertThat(traces.timer.isArmed()).isTrue();
			request.end();
			assertThat(traces.exportedSpans()).hasSize(3);
		}
	}

	@Test
	void whatWasHeldIsHandedOnWithThePromise() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			traces.tail.keep(request.getSpanContext());
			traces.tick();
			assertThat(traces.exportedSpans()).hasSize(1);
			request.end();
		}
	}

	@Test
	void whatIsUndecidedIsHeldAndTheTimerLeftAlone() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.below(request, "query").end();
			assertThat(traces.timer.isArmed()).isFalse();
			request.end();
			assertThat(traces.exportedSpans()).isEmpty();
		}
	}

	@Test
	void aSpanBelowOneThatWasHandedOnFollows() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.tail.keep(request.getSpanContext());
			Span query = traces.below(request, "query");
			query.end();
			traces.tick();
			traces.below(query, "below").end();
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exported()).extracting(SpanData::getName)
				.containsExactly("query", "below", "http.server");
		}
	}

	@Test
	void theTimerRunsOnAThreadOfItsOwnAndEndsWithTheSampler() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		TailSampler sampler = new TailSampler(new SamplingControl(SamplingSettings.builder().ratio(1.0).build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), new InternalFailures());
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(new HeadSampler(sampler))
			.addSpanProcessor(new TailSamplingProcessor(sampler,
					List.of(new KeptTraceTarget(SpanProcessor.composite(),
							(trace, bytes, expendable) -> arrived.countDown()))))
			.build();
		Span job = provider.get("test").spanBuilder("job").setSpanKind(SpanKind.INTERNAL).startSpan();
		provider.get("test")
			.spanBuilder("step")
			.setParent(io.opentelemetry.context.Context.root().with(job))
			.startSpan()
			.end();
		assertThat(arrived.await(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)).isTrue();
		provider.shutdown().join(10, TimeUnit.SECONDS);
	}

}
