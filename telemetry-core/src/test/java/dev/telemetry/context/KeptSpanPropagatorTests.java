package dev.telemetry.context;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;

import static org.assertj.core.api.Assertions.assertThat;

class KeptSpanPropagatorTests {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.fromByte((byte) 2), TraceState.builder().put("vendor", "x").build());

	@Test
	void aTraceThatIsCertainToBeKeptIsSampledForOthers() {
		assertThat(inject(true)).containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03")
			.containsEntry("tracestate", "vendor=x");
	}

	@Test
	void anyOtherIsNot() {
		assertThat(inject(false)).containsEntry("traceparent",
				"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02");
	}

	@Test
	void whatIsExtractedIsLeftToTheOtherPropagator() {
		Context extracted = new Caller().sends("traceparent", Caller.TRACE_PARENT).extractedBy(propagator(true));
		assertThat(Span.fromContext(extracted).getSpanContext().getTraceId()).isEqualTo(Caller.TRACE_ID);
	}

	private static Map<String, String> inject(boolean kept) {
		Map<String, String> headers = new HashMap<>();
		propagator(kept).inject(Context.root().with(Span.wrap(SPAN)), headers, Map::put);
		return headers;
	}

	private static KeptSpanPropagator propagator(boolean kept) {
		return new KeptSpanPropagator(W3CTraceContextPropagator.getInstance(), new Deciding(kept));
	}

	private record Deciding(boolean kept) implements RootDecider {

		@Override
		public boolean decide(Span root, RootOutcome outcome) {
			return this.kept;
		}

		@Override
		public boolean isKept(SpanContext span) {
			return this.kept;
		}

		@Override
		public void keep(SpanContext span) {
		}

		@Override
		public void markFailed(SpanContext span) {
		}

		@Override
		public void follow(SpanContext root, RootProgress progress) {
		}

		@Override
		public long slowThresholdNanos() {
			return Long.MAX_VALUE;
		}

	}

}
