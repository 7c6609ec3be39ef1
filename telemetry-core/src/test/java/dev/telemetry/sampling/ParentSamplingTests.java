package dev.telemetry.sampling;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

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
	void whatAnOutsiderSaysOfNumbersIsNotPassedOn() {
		try (SampledTraces traces = traces(ParentSampling.IGNORE, 1.0)) {
			traces.request(CALLER).end();
			assertThat(traces.exported().get(0).getSpanContext().getTraceState().isEmpty()).isTrue();
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
