package dev.telemetry.sampling;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.Test;

import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.root.ConsistentRatio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class KeptSpanTests {

	@Test
	void whatIsExportedIsSampledAndStaysRandom() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.fail(1);
			SpanContext context = traces.exported().get(0).getSpanContext();
			assertThat(context.isSampled()).isTrue();
			assertThat(context.getTraceFlags().isTraceIdRandom()).isTrue();
			assertThat(traces.exportedSpans()).allMatch((span) -> span.getSpanContext().isSampled());
		}
	}

	@Test
	void theWeightOfATraceSaysForHowManyItStands() {
		KeepRule rule = SampledTraces.rule("vip",
				(root) -> root.span().getAttribute(AttributeKey.stringKey("user")) != null);
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(ConsistentRatio.of(0.0)).build(),
				rule)) {
			traces.request().end();
			traces.request().setAttribute("user", "ann").end();
			traces.fail(1);
			traces.control.override((settings) -> settings.ratio(ConsistentRatio.of(1.0)));
			traces.request().end();
			traces.fail(1);
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
			traces.fail(1);
			assertThat(traces.exported()).hasSize(3);
			assertThat(traces.exported()).extracting((span) -> span.getAttributes().get(SamplingAttributes.DRY_RUN))
				.containsExactly(null, "dropped", "kept");
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().getTraceState().isEmpty());
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1);
		}
	}

}
