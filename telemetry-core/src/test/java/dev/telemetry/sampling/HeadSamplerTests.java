package dev.telemetry.sampling;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.ExportRequests;

import static org.assertj.core.api.Assertions.assertThat;

class HeadSamplerTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final Span SAMPLED_CALLER = Span
		.wrap(SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault()));

	private final HeadSampler all = sampler(1.0);

	private final HeadSampler none = sampler(0.0);

	@Test
	void theRatioDecidesWithoutAParent() {
		assertThat(decide(this.all, Context.root())).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(this.none, Context.root())).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void anIdThatIsNoneStopsNoSpan() {
		TailSampler tail = tail(0.5);
		HeadSampler sampler = new HeadSampler(tail);
		assertThat(sampler.shouldSample(Context.root(), "odd", "a", SpanKind.INTERNAL, Attributes.empty(), List.of())
			.getDecision()).isEqualTo(SamplingDecision.DROP);
		new TailSamplingProcessor(tail, List.of());
		assertThat(sampler.shouldSample(Context.root(), "odd", "a", SpanKind.INTERNAL, Attributes.empty(), List.of())
			.getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
	}

	@Test
	void aSampledRemoteParentIsObeyedWhateverTheRatio() {
		Context parent = Context.root().with(SAMPLED_CALLER);
		assertThat(decide(this.none, parent)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
	}

	@Test
	void aRemoteParentThatIsNotSampledIsObeyedWhateverTheRatio() {
		Context parent = Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getDefault(),
					TraceState.getDefault())));
		assertThat(decide(this.all, parent)).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void ourOwnExportIsNotTracedEvenIfItFails() {
		TailSampler tail = tail(1.0);
		new TailSamplingProcessor(tail, List.of());
		HeadSampler sampler = new HeadSampler(tail);
		Context parent = Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent(ExportRequests.TRACE_ID, SPAN_ID,
					TraceFlags.getDefault(), TraceState.getDefault())));
		assertThat(decide(sampler, parent)).isEqualTo(SamplingDecision.DROP);
		assertThat(W3CTraceContextPropagator.getInstance()
			.extract(Context.root(), Map.of(ExportRequests.HEADER, ExportRequests.HEADER_VALUE), new MapGetter()))
			.extracting((context) -> Span.fromContext(context).getSpanContext().getTraceId())
			.isEqualTo(ExportRequests.TRACE_ID);
	}

	@Test
	void aLocalParentIsObeyed() {
		Context parent = Context.root()
			.with(Span.wrap(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault())));
		assertThat(decide(this.none, parent)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
	}

	@Test
	void whatACallerSampledIsDroppedInAnUntracedRoot() {
		Context parent = SamplingHint.untraced(Context.root()).with(SAMPLED_CALLER);
		assertThat(decide(this.all, parent)).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void whatACallerSampledIsDroppedWhereTheParentIsNamedWithoutTheUntracedRoot() {
		try (Scope scope = SamplingHint.untraced(Context.root()).makeCurrent()) {
			assertThat(decide(this.all, Context.root().with(SAMPLED_CALLER))).isEqualTo(SamplingDecision.DROP);
		}
	}

	@Test
	void aLocalParentIsObeyedWhateverTheRoot() {
		Context parent = SamplingHint.untraced(Context.root())
			.with(Span.wrap(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault())));
		assertThat(decide(this.none, parent)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
	}

	private static SamplingDecision decide(HeadSampler sampler, Context parent) {
		return sampler.shouldSample(parent, TRACE_ID, "http.server", SpanKind.SERVER, Attributes.empty(), List.of())
			.getDecision();
	}

	@Test
	void whatIsNotSampledIsRecordedOnceSomebodyDecidesAboutItsEnd() {
		TailSampler tail = tail(0.0);
		HeadSampler sampler = new HeadSampler(tail);
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.DROP);
		tail.attach((spans, bytes, expendable) -> {
		});
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(decide(sampler, SamplingHint.untraced(Context.root()).with(SAMPLED_CALLER)))
			.isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void aPathMayHaveARatioOfItsOwn() {
		Context parent = SamplingHint.sampled(Context.root(), new PathSampling(ConsistentRatio.of(1.0), null));
		assertThat(decide(this.none, parent)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
	}

	@Test
	void theRatioIsToldToOthers() {
		TraceState state = this.all
			.shouldSample(Context.root(), TRACE_ID, "http.server", SpanKind.SERVER, Attributes.empty(), List.of())
			.getUpdatedTraceState(TraceState.getDefault());
		assertThat(state.get("ot")).isEqualTo("th:0");
	}

	private static HeadSampler sampler(double ratio) {
		return new HeadSampler(tail(ratio));
	}

	private static TailSampler tail(double ratio) {
		return new TailSampler(new SamplingControl(SamplingSettings.builder().ratio(ratio).build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), new InternalFailures());
	}

	private static final class MapGetter implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
