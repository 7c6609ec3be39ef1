package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.SpanScopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

class KeptSpanTests {

	private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	private static final EndedRequest FAILED = new EndedRequest("GET", "/orders", 500, 1, null, null, false);

	@Test
	void aRootWithoutRoomForMoreAttributesSaysWhyItIsKeptAllTheSame() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			for (int i = 0; i < 200; i++) {
				request.setAttribute("item." + i, i);
			}
			traces.tail.decide(request, new EndedRequest("GET", "/orders", 500, 1, null, null, false));
			request.end();
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void whatIsSaidAtTheEndOfARootWithoutRoomIsExportedAllTheSame() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			request.setAttribute(ROUTE, "of the application");
			for (int i = 0; i < 200; i++) {
				request.setAttribute("item." + i, i);
			}
			traces.tail.decide(request, FAILED);
			traces.tail.describing(request, FAILED)
				.setAttribute(ROUTE, "/orders")
				.setAttribute("http.status_code", 500)
				.setStatus(StatusCode.ERROR)
				.addEvent("exception");
			request.end();
			SpanData root = traces.exported().get(0);
			assertThat(root.getAttributes().get(ROUTE)).isEqualTo("/orders");
			assertThat(root.getAttributes().get(AttributeKey.longKey("http.status_code"))).isEqualTo(500);
			assertThat(root.getAttributes().get(SamplingAttributes.REASON)).isEqualTo("error");
			assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(root.getEvents()).hasSize(1);
		}
	}

	@Test
	void aFailedRootWithRoomForSomeAttributesHasAllThatAreWrittenAtItsEnd() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			assertThatIllegalStateException().isThrownBy(() -> recorder(traces).job("q", "t").run((job) -> {
				for (int i = 0; i < 124; i++) {
					job.attribute("item." + i, i);
				}
				throw new IllegalStateException("no more paper");
			}));
			SpanData job = traces.exported().get(0);
			assertThat(job.getAttributes().get(JobAttributes.SUCCESS)).isFalse();
			assertThat(job.getAttributes().get(AttributeKey.stringKey("error.type")))
				.isEqualTo("java.lang.IllegalStateException");
			assertThat(job.getEvents()).hasSize(1);
		}
	}

	@Test
	void aJobWithoutRoomSaysHowItEnded() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			recorder(traces).job("q", "t").run((job) -> {
				for (int i = 0; i < 200; i++) {
					job.attribute("item." + i, i);
				}
			});
			SpanData job = traces.exported().get(0);
			assertThat(job.getAttributes().get(JobAttributes.SUCCESS)).isTrue();
			assertThat(job.getAttributes().get(JobAttributes.DURATION_SECONDS)).isPositive();
			assertThat(traces.failures.count()).isZero();
		}
	}

	@Test
	void aJobWithoutRoomForMoreEventsSaysWhyItFailed() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			assertThatIllegalStateException().isThrownBy(() -> recorder(traces).job("q", "t").run((job) -> {
				for (int i = 0; i < 128; i++) {
					job.event("item");
				}
				throw new IllegalStateException("no more paper");
			}));
			SpanData job = traces.exported().get(0);
			assertThat(job.getStatus().getDescription()).isEqualTo("java.lang.IllegalStateException: no more paper");
			assertThat(job.getAttributes().get(JobAttributes.SUCCESS)).isFalse();
		}
	}

	@Test
	void aJobWithinARequestWithoutRoomForMoreEventsSaysWhyItFailed() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			try (Scope scope = request.makeCurrent()) {
				assertThatIllegalStateException().isThrownBy(() -> recorder(traces).job("q", "t").run((job) -> {
					for (int i = 0; i < 128; i++) {
						job.event("item");
					}
					throw new IllegalStateException("no more paper");
				}));
			}
			request.setStatus(StatusCode.ERROR);
			request.end();
			SpanData job = traces.exported().get(0);
			assertThat(job.getName()).isEqualTo("job.run");
			assertThat(job.getStatus().getDescription()).isEqualTo("java.lang.IllegalStateException: no more paper");
			assertThat(job.getEvents()).hasSize(128);
		}
	}

	@Test
	void aJobWithRoomForItsExceptionHasAnEvent() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			assertThatIllegalStateException().isThrownBy(() -> recorder(traces).job("q", "t").run((job) -> {
				for (int i = 0; i < 127; i++) {
					job.event("item");
				}
				throw new IllegalStateException("no more paper");
			}));
			SpanData job = traces.exported().get(0);
			assertThat(job.getStatus().getDescription()).isEmpty();
			assertThat(job.getEvents()).hasSize(128);
		}
	}

	private static OperationRecorder recorder(SampledTraces traces) {
		return new OperationRecorder(traces.openTelemetry(), traces.tail, OperationMeters.NOOP, SpanScopes.PLAIN, false,
				new ContextLeaks(), traces.failures);
	}

	@Test
	void aRootWithRoomIsWrittenToItself() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.tail.decide(request, FAILED);
			assertThat(traces.tail.describing(request, FAILED)).isSameAs(request);
		}
	}

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
		try (SampledTraces traces = new SampledTraces(SamplingSettings.builder().ratio(0.0).build(), rule)) {
			traces.request().end();
			traces.request().setAttribute("user", "ann").end();
			traces.fail(1);
			traces.control.override((settings) -> settings.ratio(1.0));
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
		SamplingSettings settings = SampledTraces.rulesOnly().ratio(0.02).maxErrorsPerSecond(Integer.MAX_VALUE).build();
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

	@Test
	void aJobDoesNotSayForHowManyItStands() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			traces.tracer().spanBuilder("job.run").startSpan().end();
			assertThat(traces.exported()).hasSize(1)
				.allMatch((span) -> span.getSpanContext().getTraceState().isEmpty());
		}
	}

	@Test
	void nothingSaysForHowManyItStandsInADryRun() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(0.5).dryRun(true).build())) {
			for (int i = 0; i < 50; i++) {
				traces.request().end();
			}
			assertThat(traces.exported()).hasSize(50)
				.allMatch((span) -> span.getSpanContext().getTraceState().isEmpty());
		}
	}

	@Test
	void everyWayToReadAttributesShowsWhatWasAdded() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request().setAttribute("user", "ann").setStatus(StatusCode.ERROR);
			request.end();
			ReadableSpan span = traces.exportedSpans().iterator().next();
			assertThat(span.getAttributes()).isEqualTo(span.toSpanData().getAttributes());
			assertThat(span.getAttributes().size()).isEqualTo(2);
			assertThat(span.getAttribute(SamplingAttributes.REASON)).isEqualTo("error");
		}
	}

	@Test
	void aProcessorThatThrowsTakesNothingFromTheOthers() {
		List<ReadableSpan> received = new ArrayList<>();
		TailSampler sampler = new TailSampler(new SamplingControl(SampledTraces.rulesOnly().build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), new InternalFailures());
		SpanProcessor failing = new EndingProcessor((span) -> {
			throw new IllegalStateException("boom");
		});
		TailSamplingProcessor processor = new TailSamplingProcessor(sampler,
				List.of(KeptTraceTarget.of(failing), KeptTraceTarget.of(new EndingProcessor(received::add))));
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(new HeadSampler(sampler))
			.addSpanProcessor(processor)
			.build()) {
			provider.get("test").spanBuilder("work").startSpan().setStatus(StatusCode.ERROR).end();
		}
		assertThat(received).hasSize(1);
	}

	private record EndingProcessor(Consumer<ReadableSpan> ended) implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.accept(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
