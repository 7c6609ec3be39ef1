package dev.telemetry.sampling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many local roots of one trace, whose id a caller may choose.
 */
class CrowdedTraceTests {

	@Test
	void eachOfAThousandRootsOfOneTraceIsDecidedApartAndLeavesNothingBehind() {
		try (SampledTraces traces = new SampledTraces(
				SampledTraces.rulesOnly().maxErrorsPerSecond(1_000_000).build())) {
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				roots.add(traces.request(SampledTraces.caller(false, TraceState.getDefault())));
			}
			for (Span root : roots) {
				Span child = traces.below(root, "child of " + root.getSpanContext().getSpanId());
				traces.below(child, "grandchild").end();
				child.end();
			}
			List<Span> late = new ArrayList<>();
			for (int i = 0; i < roots.size(); i++) {
				Span root = roots.get(i);
				late.add(traces.below(root, "late"));
				if (i % 10 == 0) {
					root.setStatus(StatusCode.ERROR);
				}
				root.end();
			}
			late.forEach(Span::end);
			assertThat(traces.exported()).hasSize(400);
			for (SpanData span : traces.exported()) {
				if (span.getName().startsWith("child of ")) {
					assertThat(span.getName()).isEqualTo("child of " + span.getParentSpanId());
				}
			}
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.tail.budget().free()).isEqualTo(SamplingLimits.DEFAULT.maxSpans());
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void rootsOfOneTraceMakeRoomLikeOthers() {
		SamplingLimits small = new SamplingLimits(10, 100, 1_000_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), small)) {
			for (int i = 0; i < 1_000; i++) {
				traces.turn(1);
				traces.below(traces.request(SampledTraces.caller(false, TraceState.getDefault())), "never ends");
			}
			traces.turn(1);
			Span failing = traces.request(SampledTraces.caller(false, TraceState.getDefault()));
			for (int i = 0; i < 5; i++) {
				traces.below(failing, "query").end();
			}
			failing.setStatus(StatusCode.ERROR);
			failing.end();
			assertThat(traces.exported()).hasSize(6);
			assertThat(traces.tail.heldSpans()).isLessThanOrEqualTo(100);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	// Before there was an index it was 100 times as much. CPU time of one thread, and the
	// best of several rounds, because the machine may be busy.
	@Test
	void manyRootsOfOneTraceCostWhatManyTracesCost() {
		double best = Double.MAX_VALUE;
		for (int round = 0; round < 10 && best > 1.5; round++) {
			best = Math.min(best, (double) cpuNanos(true) / cpuNanos(false));
		}
		assertThat(best).isLessThanOrEqualTo(1.5);
	}

	private static long cpuNanos(boolean oneId) {
		SamplingLimits large = new SamplingLimits(512, 100_000, 1_000_000_000);
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), large)) {
			long start = threads.getCurrentThreadCpuTime();
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 2_000; i++) {
				roots.add((oneId) ? traces.request(SampledTraces.caller(false, TraceState.getDefault()))
						: traces.request());
			}
			for (int i = 0; i < 10; i++) {
				roots.forEach((root) -> traces.below(root, "query").end());
			}
			roots.forEach(Span::end);
			return threads.getCurrentThreadCpuTime() - start;
		}
	}

}
