package dev.telemetry.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SamplingCounts.DropReason;
import dev.telemetry.names.SamplingAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class TailSamplerBoundsTests {

	private static final SamplingLimits SMALL = new SamplingLimits(10, 100, Duration.ofMinutes(1));

	@Test
	void aRootWithAHundredThousandChildrenIsKeptWithTheFirstOfThemAndSaysHowManyAreMissing() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span request = traces.request();
			for (int i = 0; i < 100_000; i++) {
				traces.below(request, "query").end();
			}
			assertThat(traces.tail.heldSpans()).isEqualTo(513);
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exportedSpans()).hasSize(513);
			assertThat(traces.exported().get(512).getAttributes().get(SamplingAttributes.TRUNCATED)).isEqualTo(99_488);
			assertThat(traces.counts.droppedSpans(DropReason.TRUNCATED)).isEqualTo(99_488);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void anErrorIsKeptAlthoughThereIsNoRoomForAnyMoreSpans() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			List<Span> open = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				open.add(traces.request());
			}
			Span failed = traces.request();
			traces.below(failed, "query").end();
			failed.setStatus(StatusCode.ERROR);
			failed.end();
			assertThat(traces.exportedSpans()).hasSize(1);
			open.forEach(Span::end);
			assertThat(traces.tail.heldSpans()).isZero();
			assertNothingIsLost(traces);
		}
	}

	@Test
	void aChildForWhichThereIsNoRoomIsCounted() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span request = traces.request();
			List<Span> children = new ArrayList<>();
			for (int i = 0; i < 150; i++) {
				children.add(traces.below(request, "query"));
			}
			children.forEach(Span::end);
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exportedSpans()).hasSize(11);
			assertThat(traces.exported().get(10).getAttributes().get(SamplingAttributes.TRUNCATED)).isEqualTo(140);
			assertThat(traces.counts.droppedSpans(DropReason.LIMIT)).isEqualTo(51);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void rootsThatNeverEndMakeRoomForOthers() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			for (int i = 0; i < 50; i++) {
				traces.below(traces.request(), "query").end();
			}
			traces.turn(Duration.ofMinutes(1).toNanos() + 1);
			Span request = traces.request();
			traces.below(request, "query").end();
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exportedSpans()).hasSize(2);
			assertThat(traces.counts.droppedSpans(DropReason.AGE)).isEqualTo(50);
			assertThat(traces.tail.heldSpans()).isZero();
			assertNothingIsLost(traces);
		}
	}

	@Test
	void anErrorIsKeptHoweverOldItIs() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span old = traces.request();
			traces.turn(Duration.ofHours(1).toNanos());
			for (int i = 0; i < 200; i++) {
				traces.request();
			}
			old.setStatus(StatusCode.ERROR);
			old.end();
			assertThat(traces.exportedSpans()).hasSize(1);
		}
	}

	@Test
	void aMillionTracesThatAreNotKeptLeaveNothingBehind() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			run(traces, 100_000);
			long before = usedMemory();
			run(traces, 900_000);
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(usedMemory() - before).isLessThan(5_000_000L);
			assertThat(traces.counts.notKeptRoots()).isEqualTo(1_000_000);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void anOutageInWhichEveryRequestFailsStaysBounded() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			for (int i = 0; i < 100_000; i++) {
				traces.turn(Duration.ofMillis(1).toNanos());
				Span request = traces.request();
				traces.below(request, "query").end();
				request.setStatus(StatusCode.ERROR);
				request.end();
			}
			assertThat(traces.counts.keptRoots("error")).isBetween(1_000L, 1_030L);
			assertThat(traces.counts.keptRoots("error") + traces.counts.refusedRoots("error")).isEqualTo(100_000);
			assertNothingIsLost(traces);
		}
	}

	private static void run(SampledTraces traces, int times) {
		for (int i = 0; i < times; i++) {
			Span request = traces.request();
			traces.below(request, "query").end();
			request.end();
		}
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	static void assertNothingIsLost(SampledTraces traces) {
		SamplingCounts counts = traces.counts;
		long dropped = 0;
		for (DropReason reason : DropReason.values()) {
			dropped += counts.droppedSpans(reason);
		}
		assertThat(counts.endedSpans()).isEqualTo(counts.keptSpans() + counts.notKeptSpans() + dropped);
		assertThat(traces.failures).isEmpty();
	}

}
