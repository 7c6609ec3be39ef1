package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is not kept is seen by those who ask for it, and by nobody else.
 */
class DroppedTracesTests {

	private final Dropped asking = new Dropped(true);

	private final Dropped others = new Dropped(false);

	private final TailSampler tail = new TailSampler(
			new SamplingControl(SampledTraces.rulesOnly().maxErrorsPerSecond(0).build()), SamplingLimits.DEFAULT,
			List::of, new SamplingCounts(), new InternalFailures());

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.setSampler(new HeadSampler(this.tail))
		.addSpanProcessor(new TailSamplingProcessor(this.tail,
				List.of(new KeptTraceTarget(SpanProcessor.composite(), this.others),
						new KeptTraceTarget(SpanProcessor.composite(), this.asking))))
		.build();

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void aTraceThatIsNotKeptComesWholeWithTheRootLast() {
		Span root = root();
		child(root).end();
		root.end();
		assertThat(this.asking.dropped).containsExactly("query root null");
		assertThat(this.others.dropped).isEmpty();
	}

	@Test
	void aRuleThatHasKeptEnoughIsNamed() {
		Span root = root();
		root.setStatus(StatusCode.ERROR);
		root.end();
		assertThat(this.asking.dropped).containsExactly("root error");
	}

	@Test
	void aLateSpanComesAlone() {
		Span root = root();
		Span late = child(root);
		root.end();
		late.end();
		assertThat(this.asking.dropped).containsExactly("root null", "query null");
	}

	@Test
	void whatIsSeenIsDescribedAlthoughItIsNotKept() {
		Span root = root();
		assertThat(this.tail.decide(root, new EndedRequest("GET", "/", 200, 1, null, null, false))).isTrue();
		root.end();
		assertThat(this.asking.dropped).containsExactly("root null");
	}

	private Span root() {
		return this.provider.get("test").spanBuilder("root").setSpanKind(SpanKind.SERVER).setNoParent().startSpan();
	}

	private Span child(Span root) {
		return this.provider.get("test").spanBuilder("query").setParent(Context.root().with(root)).startSpan();
	}

	private static final class Dropped implements TraceConsumer {

		private final List<String> dropped = new ArrayList<>();

		private final boolean takes;

		Dropped(boolean takes) {
			this.takes = takes;
		}

		@Override
		public void accept(List<ReadableSpan> spans, long bytes, boolean expendable) {
			throw new IllegalStateException("Nothing is kept");
		}

		@Override
		public boolean takesDropped() {
			return this.takes;
		}

		@Override
		public void dropped(List<ReadableSpan> spans, long bytes, @Nullable String refused) {
			assertThat(bytes).isPositive();
			this.dropped.add(String.join(" ", spans.stream().map(ReadableSpan::getName).toList()) + " " + refused);
		}

	}

}
