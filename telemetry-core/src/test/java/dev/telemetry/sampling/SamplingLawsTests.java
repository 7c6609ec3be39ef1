package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What always holds, with spans that never end, no room, and the end of the application
 * in the middle of it: each span that ended is exported or counted once.
 */
class SamplingLawsTests {

	private static final int THREADS = 4;

	@ParameterizedTest
	@ValueSource(ints = { 20, 200, 20_000 })
	void eachSpanIsAccountedForWithLeaksAndWithoutRoomWhenTheApplicationEndsInTheMiddle(int places) throws Exception {
		SamplingLimits limits = new SamplingLimits(8, places, 200_000);
		try (SampledTraces traces = new SampledTraces(settings(), limits)) {
			together((seed) -> {
				Random random = new Random(seed);
				List<Span> open = work(traces, random, 5_000);
				if (seed == 0) {
					traces.shutdown();
				}
				open.forEach(Span::end);
				work(traces, random, 1_000).forEach(Span::end);
			});
			// What was held below a root that never ends, by a thread that came later.
			traces.tail.shutdown((spans, bytes, expendable) -> {
			});
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(200_000);
			assertThat(traces.tail.heldSpans()).isLessThanOrEqualTo(places);
			assertEachOnce(traces);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void spansThatStartWhileTheirRootEndsAreAccountedForWithoutRoom() throws Exception {
		SamplingLimits limits = new SamplingLimits(8, 10, 200_000);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (SampledTraces traces = new SampledTraces(settings(), limits)) {
			for (int i = 0; i < 20; i++) {
				traces.below(traces.request(), "never ends");
			}
			for (int i = 0; i < 5_000; i++) {
				Span request = traces.request();
				CountDownLatch begin = new CountDownLatch(1);
				Future<?> child = executor.submit(() -> {
					begin.await();
					traces.below(traces.below(request, "never ends"), "below").end();
					return null;
				});
				if (i % 2 == 0) {
					request.setStatus(StatusCode.ERROR);
				}
				begin.countDown();
				request.end();
				child.get(30, TimeUnit.SECONDS);
			}
			assertThat(traces.counts.keptRoots("error")).isEqualTo(2_500);
			assertThat(traces.tail.heldSpans()).isLessThanOrEqualTo(10);
			assertEachOnce(traces);
			traces.shutdown();
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aFailingRequestIsKeptWhateverIsLeakedBeforeIt() throws Exception {
		SamplingLimits limits = new SamplingLimits(8, 100, 200_000);
		try (SampledTraces traces = new SampledTraces(settings(), limits)) {
			together((seed) -> work(traces, new Random(seed), 5_000));
			Set<String> ids = new HashSet<>();
			for (int i = 0; i < 20; i++) {
				traces.nanos.incrementAndGet();
				Span request = traces.request();
				Span query = traces.below(request, "query");
				query.end();
				request.setStatus(StatusCode.ERROR);
				request.end();
				ids.add(request.getSpanContext().getSpanId());
				ids.add(query.getSpanContext().getSpanId());
			}
			// What was leaked and is sampled may make room for them, and leave.
			assertThat(traces.exportedSpans()).extracting((span) -> span.getSpanContext().getSpanId()).containsAll(ids);
			assertThat(ids).hasSize(40);
		}
	}

	private static SamplingSettings settings() {
		return SampledTraces.rulesOnly().ratio(0.1).maxErrorsPerSecond(Integer.MAX_VALUE).build();
	}

	private static void assertEachOnce(SampledTraces traces) {
		Set<String> ids = new HashSet<>();
		for (ReadableSpan span : traces.exportedSpans()) {
			assertThat(ids.add(span.getSpanContext().getSpanId())).as("exported once").isTrue();
		}
	}

	private static void together(Work work) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int seed = i;
				done.add(executor.submit(() -> work.run(seed)));
			}
			for (Future<?> future : done) {
				future.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	// Of ten spans that are over, one never ends.
	private static List<Span> work(SampledTraces traces, Random random, int steps) {
		List<Span> open = new ArrayList<>();
		for (int i = 0; i < steps; i++) {
			traces.nanos.incrementAndGet();
			int choice = random.nextInt(10);
			if (open.isEmpty() || choice == 0) {
				open.add(traces.request((random.nextBoolean()) ? Context.root()
						: SampledTraces.caller(random.nextInt(4) == 0, TraceState.getDefault())));
			}
			else if (choice < 5) {
				open.add(traces.below(open.get(random.nextInt(open.size())), "below"));
			}
			else {
				end(open.remove(random.nextInt(open.size())), random);
			}
		}
		return open;
	}

	private static void end(Span span, Random random) {
		int choice = random.nextInt(10);
		if (choice == 0) {
			return;
		}
		if (choice == 1) {
			span.setStatus(StatusCode.ERROR);
		}
		span.end();
	}

	private interface Work {

		void run(int seed);

	}

}
