package dev.telemetry.sampling;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is open is decided at the end, while some of it ends by itself.
 */
class ShutdownTests {

	private static final long SECONDS = 20;

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final AtomicReference<ReadableSpan> first = new AtomicReference<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRootThatEndsWhileItIsDecidedCostsNoOtherAndCountsOnce(boolean keptAtShutdown) throws Exception {
		KeepRule rule = SampledTraces.rule("mine", (root) -> keeps(root, keptAtShutdown));
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), rule)) {
			List<Span> roots = IntStream.range(0, 3).mapToObj((i) -> traces.request()).toList();
			roots.forEach((root) -> traces.below(root, "query").end());
			CompletableFuture<Void> shutdown = CompletableFuture.runAsync(traces::shutdown,
					(work) -> new Thread(work).start());
			assertThat(this.asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
			((Span) this.first.get()).end();
			this.ended.countDown();
			shutdown.get(SECONDS, TimeUnit.SECONDS);
			assertThat(traces.exported()).extracting((span) -> span.getName())
				.containsExactlyInAnyOrder("query", "http.server", "query", "query");
			assertThat(traces.counts.keptRoots()).containsOnly(Map.entry("mine", 3L));
			assertThat(traces.failures.count()).isZero();
		}
	}

	// The first time it is asked, which is at the end of the application, the root ends.
	private boolean keeps(EndedRoot root, boolean keptAtShutdown) {
		if (!this.first.compareAndSet(null, root.span())) {
			return true;
		}
		this.asked.countDown();
		try {
			assertThat(this.ended.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return keptAtShutdown;
	}

}
