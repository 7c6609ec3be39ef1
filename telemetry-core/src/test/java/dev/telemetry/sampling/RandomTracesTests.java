package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

import dev.telemetry.health.SamplingCounts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random trees of spans that start and end in a random order, against a model: a trace is
 * exported as a whole or not at all.
 */
class RandomTracesTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void aTraceIsExportedAsAWholeOrNotAtAll(long seed) {
		Random random = new Random(seed);
		SamplingSettings settings = SampledTraces.rulesOnly()
			.ratio(0.3)
			.maxErrorsPerSecond(Integer.MAX_VALUE)
			.maxSlowPerSecond(0)
			.build();
		try (SampledTraces traces = new SampledTraces(settings)) {
			Model model = new Model(traces, random);
			for (int i = 0; i < 5_000; i++) {
				model.step();
			}
			model.endAll();
			assertThat(ids(traces)).isEqualTo(model.expected());
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.tail.budget().free()).isEqualTo(SamplingLimits.DEFAULT.maxSpans());
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void manyThreadsDoNotLoseOrCutATrace() throws Exception {
		SamplingSettings settings = SampledTraces.rulesOnly().ratio(0.02).maxErrorsPerSecond(Integer.MAX_VALUE).build();
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads + 1);
		try (SampledTraces traces = new SampledTraces(settings)) {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				int seed = i;
				done.add(executor.submit(() -> requests(traces, executor, new Random(seed))));
			}
			for (Future<?> future : done) {
				future.get(60, TimeUnit.SECONDS);
			}
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.tail.budget().free()).isEqualTo(SamplingLimits.DEFAULT.maxSpans());
			assertThat(traces.counts.endedSpans()).isEqualTo(threads * 500L * 4);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
			Map<String, Integer> sizes = new HashMap<>();
			traces.exportedSpans().forEach((span) -> sizes.merge(span.getSpanContext().getTraceId(), 1, Integer::sum));
			assertThat(sizes.values()).allMatch((size) -> size == 4);
			assertThat(sizes).hasSizeGreaterThanOrEqualTo(threads * 50);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void spansThatStartWhileTheirRootEndsFollowItAndLeaveNothingBehind() throws Exception {
		SamplingSettings settings = SampledTraces.rulesOnly().maxErrorsPerSecond(Integer.MAX_VALUE).build();
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try (SampledTraces traces = new SampledTraces(settings)) {
			for (int i = 0; i < 20_000; i++) {
				Span request = traces.request();
				boolean fails = i % 2 == 0;
				CountDownLatch begin = new CountDownLatch(1);
				Future<Span> child = executor.submit(() -> {
					begin.await();
					Span below = traces.below(request, "below");
					below.end();
					return below;
				});
				if (fails) {
					request.setStatus(StatusCode.ERROR);
				}
				begin.countDown();
				request.end();
				Span below = child.get(30, TimeUnit.SECONDS);
				assertThat(below.getSpanContext().isValid()).isTrue();
				assertThat(((fails) ? below instanceof ReadableSpan : true)).as("recorded below a kept root").isTrue();
			}
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.tail.budget().free()).isEqualTo(SamplingLimits.DEFAULT.maxSpans());
			assertThat(traces.exportedSpans()).hasSize(20_000);
			assertThat(traces.counts.droppedSpans(SamplingCounts.DropReason.LIMIT)).isZero();
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 200, 2_000 })
	void nothingIsUncountedHoweverLittleRoomThereIs(int places) throws Exception {
		SamplingSettings settings = SampledTraces.rulesOnly().ratio(0.1).maxErrorsPerSecond(Integer.MAX_VALUE).build();
		SamplingLimits limits = new SamplingLimits(8, places, 100_000);
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try (SampledTraces traces = new SampledTraces(settings, limits)) {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				Random random = new Random(i);
				done.add(executor.submit(() -> mixed(traces, random)));
			}
			for (Future<?> future : done) {
				future.get(60, TimeUnit.SECONDS);
			}
			assertThat(traces.tail.heldSpans()).isZero();
			assertThat(traces.tail.budget().free()).isEqualTo(places);
			assertThat(traces.tail.budget().freeBytes()).isEqualTo(100_000);
			assertThat(traces.exportedSpans()).hasSize((int) traces.counts.keptSpans());
			ids(traces);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
		finally {
			executor.shutdownNow();
		}
	}

	// Roots of the same few trace ids, of which many are open at once, with spans below
	// spans.
	private static void mixed(SampledTraces traces, Random random) {
		List<Span> open = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			traces.nanos.incrementAndGet();
			int choice = random.nextInt(10);
			if (open.isEmpty() || choice == 0) {
				open.add(traces.request((random.nextBoolean()) ? Context.root()
						: SampledTraces.caller(false, TraceState.getDefault())));
			}
			else if (choice < 5) {
				open.add(traces.below(open.get(random.nextInt(open.size())), "below"));
			}
			else {
				Span span = open.remove(random.nextInt(open.size()));
				if (random.nextInt(10) == 0) {
					span.setStatus(StatusCode.ERROR);
				}
				if (random.nextInt(20) == 0) {
					traces.tail.keep(span.getSpanContext());
				}
				span.end();
			}
		}
		open.forEach(Span::end);
	}

	// Of the children, one ends on the same thread, one on another, one after the root.
	private static Void requests(SampledTraces traces, ExecutorService executor, Random random) throws Exception {
		for (int i = 0; i < 500; i++) {
			Span request = traces.request();
			traces.below(request, "same thread").end();
			Span other = traces.below(request, "other thread");
			Span late = traces.below(request, "late");
			CountDownLatch ended = new CountDownLatch(1);
			executor.execute(() -> {
				other.end();
				ended.countDown();
			});
			if (i % 10 == 0) {
				request.setStatus(StatusCode.ERROR);
			}
			request.end();
			late.end();
			assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
		}
		return null;
	}

	private static Set<String> ids(SampledTraces traces) {
		Set<String> ids = new HashSet<>();
		for (ReadableSpan span : traces.exportedSpans()) {
			assertThat(ids.add(span.getSpanContext().getSpanId())).as("exported once").isTrue();
		}
		return ids;
	}

	/**
	 * What is expected, in the simplest way.
	 */
	private static final class Model {

		private final SampledTraces traces;

		private final Random random;

		private final List<Node> all = new ArrayList<>();

		private final List<Node> open = new ArrayList<>();

		Model(SampledTraces traces, Random random) {
			this.traces = traces;
			this.random = random;
		}

		void step() {
			int choice = this.random.nextInt(10);
			if (this.all.isEmpty() || choice == 0) {
				Context parent = (this.random.nextBoolean()) ? Context.root()
						: SampledTraces.caller(this.random.nextInt(4) == 0, TraceState.getDefault());
				add(new Node(this.traces.request(parent), null));
			}
			else if (choice < 5) {
				// Recent ones, dead or alive.
				Node parent = this.all.get(this.all.size() - 1 - this.random.nextInt(Math.min(30, this.all.size())));
				add(new Node(this.traces.below(parent.span, "below"), parent));
			}
			else if (!this.open.isEmpty()) {
				end(this.open.remove(this.random.nextInt(this.open.size())));
			}
		}

		private void add(Node node) {
			this.all.add(node);
			this.open.add(node);
		}

		private void end(Node node) {
			if (this.random.nextInt(5) == 0) {
				node.span.setStatus(StatusCode.ERROR);
				node.failed = true;
			}
			if (this.random.nextInt(20) == 0) {
				this.traces.tick();
			}
			node.span.end();
			node.end();
		}

		void endAll() {
			while (!this.open.isEmpty()) {
				end(this.open.remove(this.random.nextInt(this.open.size())));
			}
		}

		Set<String> expected() {
			Set<String> expected = new HashSet<>();
			for (Node node : this.all) {
				if (node.kept) {
					expected.add(node.span.getSpanContext().getSpanId());
				}
			}
			return expected;
		}

	}

	/**
	 * A span. Each belongs to the root that it is below of; one that starts below a span
	 * which is forgotten is a root of its own.
	 */
	private static final class Node {

		private final Span span;

		private final Node parent;

		private final Node root;

		private final List<Node> children = new ArrayList<>();

		private boolean failed;

		private boolean open = true;

		private boolean held;

		private boolean kept;

		Node(Span span, Node parent) {
			this.span = span;
			this.parent = parent;
			this.root = (parent != null && (parent.open || parent.held || parent.kept)) ? parent.root : this;
			if (parent != null) {
				parent.children.add(this);
			}
		}

		void end() {
			this.open = false;
			this.held = true;
			if (this.root == this || (!this.root.open && !isBelowHeld())) {
				boolean kept = this.span.getSpanContext().isSampled() || this.failed;
				boolean follows = this.root != this && (this.root.kept || this.parent.kept);
				decide(this, kept || follows);
			}
		}

		private boolean isBelowHeld() {
			return !this.root.kept && (this.parent.open || this.parent.held);
		}

		// Before the end of a root, all that has ended is held. After it, all that has
		// ended below is.
		private void decide(Node decided, boolean kept) {
			if (this.root != decided.root) {
				return;
			}
			if (this.held) {
				this.kept = kept;
				this.held = false;
			}
			if (decided == decided.root || !this.open) {
				this.children.forEach((child) -> child.decide(decided, kept));
			}
		}

	}

}
