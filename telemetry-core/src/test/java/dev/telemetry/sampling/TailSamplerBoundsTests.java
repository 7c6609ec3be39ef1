package dev.telemetry.sampling;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SamplingCounts.DropReason;
import dev.telemetry.names.SamplingAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class TailSamplerBoundsTests {

	private static final SamplingLimits SMALL = new SamplingLimits(10, 100, 1_000_000);

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
			assertThat(traces.counts.droppedSpans(DropReason.TRUNCATED) + traces.counts.droppedSpans(DropReason.LIMIT))
				.isEqualTo(140);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void theLargestBoundIsNone() {
		SamplingLimits unlimited = new SamplingLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), unlimited)) {
			Span request = traces.request();
			for (int i = 0; i < 1_000; i++) {
				traces.below(request, "query").end();
			}
			request.setStatus(StatusCode.ERROR);
			request.end();
			assertThat(traces.exportedSpans()).hasSize(1_001);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void aFailingRequestArrivesWholeWhenOpenStreamsHaveTakenAllTheRoom() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			List<Span> streams = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				streams.add(traces.request());
			}
			fail(traces, 10, 5);
			assertThat(traces.exportedSpans()).hasSize(60);
			assertThat(traces.exported()).noneMatch((span) -> isTruncated(span));
			streams.forEach(Span::end);
			assertEmpty(traces, SMALL);
		}
	}

	@Test
	void whatIsHeldOfOldRootsMakesRoomAtOnceAndTheirRootsSaySo() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			List<Span> old = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				traces.turn(1);
				old.add(traces.request());
				traces.below(old.get(i), "query").end();
			}
			fail(traces, 1, 5);
			assertThat(traces.exportedSpans()).hasSize(6);
			assertThat(traces.counts.droppedSpans(DropReason.AGE)).isBetween(1L, 10L);
			old.get(0).setStatus(StatusCode.ERROR);
			old.forEach(Span::end);
			assertThat(traces.exported().get(6).getAttributes().get(SamplingAttributes.TRUNCATED)).isEqualTo(1);
			assertEmpty(traces, SMALL);
		}
	}

	@Test
	void reservedPlacesAreGivenBackBeforeAnythingIsLost() {
		SamplingLimits limits = new SamplingLimits(512, 10_000, 100_000_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), limits)) {
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				roots.add(traces.request());
			}
			for (int k = 0; k < 9; k++) {
				roots.forEach((root) -> traces.below(root, "query").end());
			}
			assertThat(traces.tail.heldSpans()).isEqualTo(10_000);
			roots.forEach(Span::end);
			assertThat(traces.counts.notKeptSpans()).isEqualTo(10_000);
			assertEmpty(traces, limits);
		}
	}

	@Test
	void theChildrenOfARootThatLostItsPlaceAreCountedAndItSaysSo() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span old = traces.request();
			Span open = traces.below(old, "open");
			fill(traces, 200);
			Span below = traces.below(open, "below");
			below.end();
			open.end();
			old.setStatus(StatusCode.ERROR);
			old.end();
			long exported = traces.exportedSpans().size();
			long missing = traces.counts.droppedSpans(DropReason.LIMIT) + traces.counts.droppedSpans(DropReason.AGE);
			assertThat(exported + missing).isEqualTo(3);
			Long truncated = traces.exported()
				.get((int) exported - 1)
				.getAttributes()
				.get(SamplingAttributes.TRUNCATED);
			assertThat((truncated != null) ? truncated : 0).isEqualTo(missing);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void aRootIsFollowedAgainAsSoonAsThereIsRoom() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span job = traces.request();
			List<Span> others = fill(traces, 200);
			others.forEach(Span::end);
			for (int i = 0; i < 10; i++) {
				traces.below(job, "step").end();
			}
			job.setStatus(StatusCode.ERROR);
			job.end();
			assertThat(traces.exportedSpans()).hasSize(11);
			assertThat(traces.exported()).noneMatch((span) -> isTruncated(span));
			assertEmpty(traces, SMALL);
		}
	}

	@Test
	void whatIsKnownOfARootIsKnownAlthoughItLostItsPlace() {
		PathSampling fast = new PathSampling(null, 1_000_000L);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span forced = traces.request();
			traces.tail.keep(forced.getSpanContext());
			Span slow = traces.request(SamplingHint.sampled(Context.root(), fast));
			fill(traces, 200);
			assertThat(traces.tail.isKept(forced.getSpanContext())).isTrue();
			traces.turn(1_000_001);
			slow.end();
			assertThat(traces.reason()).isEqualTo("slow");
			forced.end();
			assertThat(traces.reason()).isEqualTo("forced");
		}
	}

	@Test
	void whatIsHeldOfOldRootsThatAreKeptIsExported() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().ratio(1.0).build(), SMALL)) {
			for (int i = 0; i < 50; i++) {
				traces.below(traces.request(), "query").end();
			}
			traces.request();
			assertThat(traces.exportedSpans()).hasSize(50);
			assertThat(traces.counts.droppedSpans(DropReason.AGE)).isZero();
		}
	}

	@Test
	void aSlowRequestThatMakesRoomIsPromisedToBeKeptUnlessItMayBeAStream() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span slow = traces.request();
			traces.tail.follow(slow.getSpanContext(), () -> false);
			traces.below(slow, "query").end();
			Span unknown = traces.request();
			traces.below(unknown, "query").end();
			traces.turn(Duration.ofSeconds(3).toNanos());
			fill(traces, 200);
			assertThat(traces.exported()).extracting(SpanData::getName).containsExactly("query");
			assertThat(traces.counts.refusedRoots("slow")).isZero();
			slow.end();
			assertThat(traces.reason()).isEqualTo("slow");
		}
	}

	@Test
	void streamsMakeRoomFirstHoweverYoungTheyAre() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			Span old = traces.request();
			traces.below(old, "query").end();
			for (int i = 0; i < 200; i++) {
				Span stream = traces.request();
				traces.tail.follow(stream.getSpanContext(), () -> true);
			}
			old.setStatus(StatusCode.ERROR);
			old.end();
			assertThat(traces.exportedSpans()).hasSize(2);
		}
	}

	@Test
	void whatIsHeldIsBoundedInBytes() {
		SamplingLimits limits = new SamplingLimits(5_000, 10_000, 4_000_000);
		String large = "x".repeat(10_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), limits)) {
			Span other = traces.request();
			for (int i = 0; i < 1_000; i++) {
				traces.below(other, "large").setAttribute("text", large).end();
			}
			assertThat(traces.tail.heldSpans()).isLessThan(256 + 200 + 2);
			assertThat(traces.tail.budget().freeBytes()).isBetween(0L, 4_000_000L);
			other.setStatus(StatusCode.ERROR);
			other.end();
			SpanData root = traces.exported().get(traces.exportedSpans().size() - 1);
			assertThat(root.getAttributes().get(SamplingAttributes.TRUNCATED))
				.isEqualTo(1_001 - traces.exportedSpans().size());
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(4_000_000L);
			assertEmpty(traces, limits);
		}
	}

	@Test
	void aFewLargeSpansAreBoundedInBytesToo() {
		String large = "x".repeat(1_000_000);
		assertBounded((span) -> span.setAttribute("text", large));
		assertBounded((span) -> span.setAttribute(AttributeKey.stringArrayKey("texts"), List.of(large)));
		assertBounded((span) -> span.setStatus(StatusCode.OK).updateName(large));
		assertBounded((span) -> span.addEvent("event", Attributes.of(AttributeKey.stringKey("text"), large)));
		assertBounded((span) -> {
			for (int i = 0; i < 128; i++) {
				span.setAttribute("text" + i, "x".repeat(8_000));
			}
		});
	}

	private static void assertBounded(Consumer<Span> enlarge) {
		SamplingLimits limits = new SamplingLimits(512, 10_000, 5_000_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), limits)) {
			Span request = traces.request();
			for (int i = 0; i < 100; i++) {
				Span child = traces.below(request, "large");
				enlarge.accept(child);
				child.end();
			}
			assertThat(traces.tail.heldSpans()).isLessThanOrEqualTo(3);
			request.end();
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(5_000_000);
			assertEmpty(traces, limits);
		}
	}

	@Test
	void rootsAndChildrenThatNeverEndTakeNoRoomFromOthers() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), SMALL)) {
			for (int i = 0; i < 50_000; i++) {
				Span request = traces.request();
				traces.below(request, "never ends");
				if (i % 2 == 0) {
					request.end();
				}
			}
			fail(traces, 1, 5);
			assertThat(traces.exportedSpans()).hasSize(6);
			assertNothingIsLost(traces);
		}
	}

	@Test
	void rootsThatNobodyCanEndAreNotHeldWithAllThatIsOnThem() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			List<WeakReference<Span>> leaked = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				leaked.add(new WeakReference<>(traces.request()));
			}
			Span held = traces.request();
			traces.turn(TimeUnit.MINUTES.toNanos(1));
			for (int i = 0; i < 100_000; i++) {
				traces.request().end();
			}
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while (leaked.stream().anyMatch((span) -> span.get() != null) && System.nanoTime() < deadline) {
				System.gc();
			}
			assertThat(leaked).allMatch((span) -> span.get() == null);
			held.setStatus(StatusCode.ERROR);
			held.end();
			assertThat(traces.reason()).isEqualTo("error");
		}
	}

	@Test
	void noSpanThatWaitsHoldsTheExceptionThatOtherInstrumentationRecordedOnIt() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			Span undecided = traces.request();
			List<WeakReference<Exception>> recorded = new ArrayList<>();
			recorded.add(failing(traces.below(undecided, "held")));
			recorded.add(failing(traces.request()));
			failLate(traces, recorded);
			assertThat(traces.exported()).extracting(SpanData::getName)
				.containsExactly("http.server", "held late", "late");
			assertThat(traces.exported()).allSatisfy((span) -> assertThat(span.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getAttributes().asMap()).hasSize(3)
					.containsEntry(AttributeKey.stringKey("exception.message"), "recorded")));
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while (recorded.stream().anyMatch((exception) -> exception.get() != null) && System.nanoTime() < deadline) {
				System.gc();
			}
			assertThat(recorded).allMatch((exception) -> exception.get() == null);
			undecided.end();
		}
	}

	// A method of its own, so that the stack does not hold the spans.
	private static void failLate(SampledTraces traces, List<WeakReference<Exception>> recorded) {
		Span root = traces.request();
		Span late = traces.below(root, "late");
		root.end();
		recorded.add(failing(traces.below(late, "held late")));
		recorded.add(failing(late));
	}

	private static WeakReference<Exception> failing(Span span) {
		Exception exception = new IllegalStateException("recorded");
		span.recordException(exception).setStatus(StatusCode.ERROR).end();
		return new WeakReference<>(exception);
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
	void aMillionTracesThatAreNotKeptLeaveNothingBehindButWhatNeverEnds() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			run(traces, 100_000);
			long before = usedMemory();
			run(traces, 900_000);
			assertThat(traces.tail.heldSpans()).isEqualTo(1_000);
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
			assertThat(traces.counts.keptRoots("error")).isBetween(1_000L, 1_040L);
			assertThat(traces.counts.keptRoots("error") + traces.counts.refusedRoots("error")).isEqualTo(100_000);
			assertNothingIsLost(traces);
		}
	}

	private static void fail(SampledTraces traces, int times, int children) {
		for (int i = 0; i < times; i++) {
			traces.turn(1);
			Span request = traces.request();
			for (int k = 0; k < children; k++) {
				traces.below(request, "query").end();
			}
			request.setStatus(StatusCode.ERROR);
			request.end();
		}
	}

	private static List<Span> fill(SampledTraces traces, int roots) {
		List<Span> open = new ArrayList<>();
		for (int i = 0; i < roots; i++) {
			traces.turn(1);
			open.add(traces.request());
		}
		return open;
	}

	private static boolean isTruncated(SpanData span) {
		return span.getAttributes().get(SamplingAttributes.TRUNCATED) != null;
	}

	private static void run(SampledTraces traces, int times) {
		for (int i = 0; i < times; i++) {
			Span request = traces.request();
			traces.below(request, "query").end();
			if (i % 1_000 == 0) {
				traces.below(request, "never ends");
			}
			request.end();
		}
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void assertEmpty(SampledTraces traces, SamplingLimits limits) {
		assertThat(traces.tail.heldSpans()).isZero();
		assertThat(traces.tail.budget().free()).isEqualTo(limits.maxSpans());
		assertNothingIsLost(traces);
	}

	static void assertNothingIsLost(SampledTraces traces) {
		SamplingCounts counts = traces.counts;
		long dropped = 0;
		for (DropReason reason : DropReason.values()) {
			dropped += counts.droppedSpans(reason);
		}
		assertThat(counts.endedSpans()).isEqualTo(counts.keptSpans() + counts.notKeptSpans() + dropped);
		assertThat(traces.failures.count()).isZero();
	}

}
