package dev.telemetry.sampling;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.SamplingHint;
import dev.telemetry.sampling.SamplingSettings.ParentSampling;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers can decide.
 */
class ParentSamplingTests {

	private static final TraceState COUNTED = TraceState.builder().put("ot", "th:8").build();

	private static final Context CALLER = SampledTraces.caller(true, COUNTED);

	@Test
	void whatACallerSampledIsKept() {
		try (SampledTraces traces = traces(ParentSampling.OBEY, 0.0)) {
			requests(traces, 1_000);
			assertThat(traces.counts.keptRoots("parent")).isEqualTo(1_000);
		}
	}

	@Test
	void whatCallersSampledCanBeLimited() {
		try (SampledTraces traces = traces(ParentSampling.LIMITED, 0.0)) {
			requests(traces, 1_000);
			// Some more for each second that this takes.
			assertThat(traces.counts.keptRoots("parent")).isBetween(20L, 320L);
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1_000 - traces.counts.keptRoots("parent"));
		}
	}

	@Test
	void aCallerThatDidNotSampleHasNoPartInTheLimit() {
		try (SampledTraces traces = traces(ParentSampling.LIMITED, 1.0)) {
			Span request = traces.request(SampledTraces.caller(false, COUNTED));
			assertThat(request.getSpanContext().isSampled()).isFalse();
			request.end();
		}
	}

	@Test
	void callersCanBeLeftWithoutASay() {
		try (SampledTraces traces = traces(ParentSampling.IGNORE, 0.2)) {
			requests(traces, 10_000);
			assertThat(traces.counts.keptRoots("parent")).isZero();
			// 2,000 expected; outside of this less than once in a billion runs.
			assertThat(traces.counts.keptRoots("ratio")).isBetween(1_750L, 2_250L);
		}
	}

	@Test
	void theTraceIdOfACallerChoosesNothing() {
		try (SampledTraces traces = traces(ParentSampling.IGNORE, 0.5)) {
			boolean sampled = false;
			boolean other = false;
			for (int i = 0; i < 200; i++) {
				Span request = traces.request(CALLER);
				sampled |= request.getSpanContext().isSampled();
				other |= !request.getSpanContext().isSampled();
				request.end();
			}
			assertThat(sampled && other).isTrue();
		}
	}

	@Test
	void anErrorIsKeptWhateverCallersMayDecide() {
		for (ParentSampling parent : ParentSampling.values()) {
			try (SampledTraces traces = traces(parent, 0.0)) {
				Span request = traces.request(SampledTraces.caller(false, TraceState.getDefault()));
				request.setStatus(StatusCode.ERROR);
				request.end();
				assertThat(traces.reason()).isEqualTo("error");
			}
		}
	}

	@Test
	void aParentMadeOfKeptIdsIsTreatedLikeACallerThatDidNotSample() {
		try (SampledTraces traces = traces(ParentSampling.OBEY, 1.0)) {
			Span job = traces.request(keptIds());
			Span step = traces.below(job, "step");
			assertThat(job.getSpanContext().isSampled()).isFalse();
			step.end();
			job.setStatus(StatusCode.ERROR);
			job.end();
			assertThat(traces.reason()).isEqualTo("error");
			assertThat(traces.exportedSpans()).hasSize(2);
			assertThat(traces.counts.keptRoots("error")).isEqualTo(1);
			traces.request(keptIds()).end();
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1);
			assertThat(traces.tail.heldSpans()).isZero();
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void theRunOfAHandlerBelowTheIdsOfARunThatIsOverIsKeptIfItFails() {
		try (SampledTraces traces = traces(ParentSampling.OBEY, 0.0)) {
			Span run = traces.request();
			run.end();
			Span handler = traces.request(Context.root().with(Span.wrap(run.getSpanContext())));
			handler.setStatus(StatusCode.ERROR);
			handler.end();
			assertThat(traces.reason()).isEqualTo("error");
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void aParentMadeOfKeptIdsStaysUntracedInAnUntracedRoot() {
		try (SampledTraces traces = traces(ParentSampling.OBEY, 1.0)) {
			assertThat(traces.request(SamplingHint.untraced(keptIds())).isRecording()).isFalse();
			try (Scope scope = SamplingHint.untraced(Context.root()).makeCurrent()) {
				assertThat(traces.request(keptIds()).isRecording()).isFalse();
			}
		}
	}

	@Test
	void whatIsBelowADroppedSpanIsDroppedAlthoughItsContextHasNoHint() {
		try (SampledTraces traces = traces(ParentSampling.OBEY, 1.0)) {
			Span dropped = traces.request(SamplingHint.untraced(CALLER));
			Span below = traces.below(dropped, "below");
			Span further = traces.below(Span.wrap(below.getSpanContext()), "further");
			assertThat(below.isRecording() || further.isRecording()).isFalse();
			assertThat(further.getSpanContext().getTraceState()).isEqualTo(COUNTED);
			assertThat(traces.counts.endedSpans()).isZero();
		}
	}

	private static Context keptIds() {
		return Context.root()
			.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getDefault(), TraceState.getDefault())));
	}

	@Test
	void whatAnOutsiderSaysOfNumbersIsNotPassedOn() {
		try (SampledTraces traces = traces(ParentSampling.IGNORE, 1.0)) {
			traces.request(CALLER).end();
			assertThat(traces.exported().get(0).getSpanContext().getTraceState().isEmpty()).isTrue();
		}
	}

	@Test
	void neitherIsItByWhatLeavesBeforeTheDecisionOrComesAfterIt() {
		TraceState state = COUNTED.toBuilder().put("vendor", "v").build();
		try (SampledTraces traces = traces(ParentSampling.IGNORE, 1.0)) {
			Span request = traces.request(SampledTraces.caller(false, state));
			traces.below(request, "early").end();
			traces.tick();
			Span late = traces.below(request, "late");
			request.end();
			late.end();
			assertThat(traces.exported()).hasSize(3)
				.extracting((span) -> span.getSpanContext().getTraceState().asMap())
				.containsOnly(Map.of("vendor", "v"));
		}
	}

	private static void requests(SampledTraces traces, int times) {
		for (int i = 0; i < times; i++) {
			traces.request(CALLER).end();
		}
	}

	private static SampledTraces traces(ParentSampling parent, double ratio) {
		return new SampledTraces(SampledTraces.rulesOnly().ratio(ratio).parent(parent).maxParentsPerSecond(10).build());
	}

}
