package dev.telemetry.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.ConsistentRatio;
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
			assertThat(traces.counts.droppedSpans(DropReason.LIMIT)).isEqualTo(130);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void whatIsHeldOfOldRootsMakesRoomForOthers() {
		// Otherwise they would be kept for being slow.
		SamplingSettings settings = SampledTraces.rulesOnly().maxSlowPerSecond(0).build();
		try (SampledTraces traces = new SampledTraces(settings, SMALL)) {
			List<Span> old = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				old.add(traces.request());
				traces.below(old.get(i), "query").end();
			}
			traces.turn(Duration.ofMinutes(1).toNanos() + 1);
			Span request = traces.request();
			traces.below(request, "query").end();
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exportedSpans()).hasSize(2);
			assertThat(traces.counts.droppedSpans(DropReason.AGE)).isEqualTo(50);
			old.get(0).setStatus(StatusCode.ERROR);
			old.forEach(Span::end);
			assertThat(traces.exported().get(2).getAttributes().get(SamplingAttributes.TRUNCATED)).isEqualTo(1);
			assertEmpty(traces, SMALL);
		}
	}

	@Test
	void whatIsHeldOfOldRootsThatAreKeptIsExported() {
		SamplingSettings all = SampledTraces.rulesOnly().ratio(ConsistentRatio.of(1.0)).build();
		try (SampledTraces traces = new SampledTraces(all, SMALL)) {
			for (int i = 0; i < 50; i++) {
				traces.below(traces.request(), "query").end();
			}
			traces.turn(Duration.ofMinutes(1).toNanos() + 1);
			traces.request();
			assertThat(traces.exportedSpans()).hasSize(50);
			assertThat(traces.counts.droppedSpans(DropReason.AGE)).isZero();
		}
	}

	@Test
	void aPromiseIsKeptHoweverFullItIs() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span forced = traces.request();
			traces.tail.keep(forced.getSpanContext());
			traces.turn(Duration.ofMinutes(1).toNanos() + 1);
			for (int i = 0; i < 200; i++) {
				traces.request();
			}
			assertThat(traces.tail.isKept(forced.getSpanContext())).isTrue();
			forced.end();
			assertThat(traces.exportedSpans()).hasSize(1);
		}
	}

	@Test
	void rootsThatNeverEndAreForgottenOneDay() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			for (int i = 0; i < 100; i++) {
				traces.request();
			}
			traces.turn(Duration.ofMinutes(11).toNanos());
			Span request = traces.request();
			traces.below(request, "query").end();
			request.end();
			assertThat(traces.counts.notKeptSpans()).isEqualTo(2);
			assertEmpty(traces, SMALL);
		}
	}

	@Test
	void spansThatNeverEndBelowRootsThatAreOverAreForgotten() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			for (int i = 0; i < 100; i++) {
				Span request = traces.request();
				traces.below(request, "never ends");
				request.end();
			}
			traces.turn(Duration.ofMinutes(1).toNanos() + 1);
			List.of(traces.request(), traces.request()).forEach(Span::end);
			assertEmpty(traces, SMALL);
		}
	}

	@Test
	void oneRootDoesNotTakeAllTheRoom() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span request = traces.request();
			for (int i = 0; i < 1_000; i++) {
				traces.below(request, "never ends");
			}
			assertThat(traces.tail.heldSpans()).isEqualTo(21);
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

	private static void assertEmpty(SampledTraces traces, SamplingLimits limits) {
		assertThat(traces.tail.heldSpans()).isZero();
		assertThat(traces.tail.freeSpans()).isEqualTo(limits.maxSpans());
		assertNothingIsLost(traces);
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
