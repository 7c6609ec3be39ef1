package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;

import dev.telemetry.UnexportedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans of another process in a trace of this one.
 */
class AdoptedSpansTests {

	private final SdkTracerProvider elsewhere = UnexportedSpans.provider().setSampler(new RecordsAll()).build();

	@Test
	void theyAreHeldWithTheTraceAndForgottenWithIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			assertThat(traces.tail.adopt(request.getSpanContext(), adopted(request, false))).isTrue();
			assertThat(traces.tail.heldSpans()).isEqualTo(2);
			request.end();
			assertThat(traces.exported()).isEmpty();
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void theyAreKeptWithTheTrace() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			traces.tail.adopt(request.getSpanContext(), adopted(request, false));
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("child", "http.server");
			assertThat(traces.exported()).allMatch((span) -> span.getSpanContext().isSampled());
		}
	}

	@Test
	void afterTheRootTheyFollowWhatWasDecided() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span kept = traces.request();
			kept.setStatus(StatusCode.ERROR);
			kept.end();
			traces.tail.adopt(kept.getSpanContext(), adopted(kept, false));
			Span dropped = traces.request();
			dropped.end();
			traces.tail.adopt(dropped.getSpanContext(), adopted(dropped, false));
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("http.server", "child");
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void aFailureAfterARootThatWasNotKeptIsKeptWithItsOwnSpans() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span dropped = traces.request();
			dropped.end();
			traces.tail.adopt(dropped.getSpanContext(), adopted(dropped, true));
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("child");
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void aFailureBelowASpanThatOutlivesTheRootIsKeptWithThatSpan() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span dropped = traces.request();
			Span worker = traces.below(dropped, "worker.run");
			dropped.end();
			traces.tail.adopt(worker.getSpanContext(), adopted(worker, false));
			traces.tail.markFailed(worker.getSpanContext());
			traces.tail.adopt(worker.getSpanContext(), adopted(worker, true));
			worker.end();
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("child", "child", "worker.run");
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void ofASampledTraceTheyLeaveAlsoAfterItsEnd() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(1.0).build())) {
			Span request = traces.request();
			request.end();
			traces.tail.adopt(request.getSpanContext(), adopted(request, false));
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("http.server", "child");
		}
	}

	@Test
	void anIdThatBelongsToAnotherSpanIsNotTaken() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			ReadableSpan child = adopted(request, false);
			assertThat(traces.tail.adopt(request.getSpanContext(), child)).isTrue();
			assertThat(traces.tail.adopt(request.getSpanContext(), child)).isFalse();
			assertThat(traces.tail.adopt(request.getSpanContext(), (ReadableSpan) request)).isFalse();
			assertThat(request.isRecording()).isTrue();
			request.end();
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void aTraceIsOpenAsLongAsItsRootIs() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			SpanContext context = request.getSpanContext();
			assertThat(traces.tail.isOpen(context.getTraceId())).isTrue();
			request.end();
			assertThat(traces.tail.isOpen(context.getTraceId())).isFalse();
		}
	}

	private ReadableSpan adopted(Span parent, boolean failed) {
		Span child = this.elsewhere.get("elsewhere")
			.spanBuilder("child")
			.setParent(Context.root().with(parent))
			.startSpan();
		if (failed) {
			child.setStatus(StatusCode.ERROR);
		}
		child.end();
		return (ReadableSpan) child;
	}

	/**
	 * Records whatever the parent says, and passes on what it says.
	 */
	private static final class RecordsAll implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			return (Span.fromContext(parent).getSpanContext().isSampled()) ? SamplingResult.recordAndSample()
					: SamplingResult.recordOnly();
		}

		@Override
		public String getDescription() {
			return "RecordsAll";
		}

	}

}
