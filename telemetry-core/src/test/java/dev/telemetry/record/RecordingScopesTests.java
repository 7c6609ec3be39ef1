package dev.telemetry.record;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Scopes that are left open: the thread is as it was, and what runs on it next is on its
 * own.
 */
@NoTelemetryLeaks
@SuppressWarnings("MustBeClosedChecker")
class RecordingScopesTests {

	private static final int NEXT_RUNS = 20;

	private final Recorders recorders = new Recorders();

	private final TelemetryRecorder recorder = this.recorders.isolating();

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final ExecutorService otherThread = Executors.newSingleThreadExecutor();

	@AfterEach
	void stop() throws InterruptedException {
		for (ExecutorService executor : List.of(this.thread, this.otherThread)) {
			executor.shutdownNow();
			assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@TestFactory
	Stream<DynamicTest> afterEachLeakTheNextRunsOfTheThreadAreRootsOfTheirOwn() {
		return Stream.of(leak("a span of the application that is never left, inside of a job", this::leaksASpan),
				leak("a context of its own that is never left, inside of a job", this::leaksAContextWithoutParent),
				leak("the root context that is never left, inside of a job", this::leaksTheRoot),
				leak("a scope that is never closed, inside of a job", this::leaksAScopeWithinAJob),
				leak("a recording that is entered and never left, inside of a call", this::leaksAnEntryWithinACall),
				leak("a recording that is entered and never left, inside of an asynchronous call",
						this::leaksWithinAnAsynchronousCall),
				leak("scopes that are closed in the wrong order", this::closesInTheWrongOrder),
				leak("three scopes of which the outermost is closed first", this::closesTheOutermostFirst),
				leak("a scope that another thread closes", this::closesOnAnotherThread),
				leak("a scope that succeeds and is never closed", this::neverCloses),
				leak("two scopes that fail and are never closed", this::neverClosesTwo),
				leak("a recording that is entered, ends and is never left", this::neverLeaves),
				leak("a scope of an entry that another thread closes", this::leavesOnAnotherThread));
	}

	private DynamicTest leak(String name, Leak leak) {
		return DynamicTest.dynamicTest(name, () -> {
			List<String> leaked = onThread(() -> {
				leak.run();
				return List.of();
			});
			assertThat(leaked).isEmpty();
			List<String> traces = onThread(this::failingRuns);
			assertThat(traces).doesNotHaveDuplicates().hasSize(NEXT_RUNS);
			List<SpanData> runs = this.recorders.spans.named("job.run")
				.stream()
				.filter((span) -> traces.contains(span.getTraceId()))
				.toList();
			assertThat(runs).hasSize(NEXT_RUNS)
				.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse());
			assertThat(onThread(Context::current)).isSameAs(Context.root());
			assertThat(this.recorders.failures.count() + this.recorders.leaks.count()).isPositive();
		});
	}

	private <T> T onThread(Callable<T> work) throws Exception {
		return this.thread.submit(work).get(30, TimeUnit.SECONDS);
	}

	private List<String> failingRuns() {
		List<String> traces = new ArrayList<>();
		for (int i = 0; i < NEXT_RUNS; i++) {
			try {
				this.recorder.job("next", "run").run((job) -> {
					traces.add(job.traceId());
					assertThat(this.recorder.traceId()).isEqualTo(job.traceId());
					throw new IllegalStateException("fails");
				});
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessage("fails");
			}
		}
		return traces;
	}

	private void leaksASpan() {
		this.recorder.job("q", "t").run((job) -> {
			Span span = this.recorders.tracer().spanBuilder("leaked").startSpan();
			span.makeCurrent();
			span.end();
		});
	}

	private void leaksAContextWithoutParent() {
		this.recorder.job("q", "t")
			.run((job) -> Context.root().with(this.recorders.tracer().spanBuilder("leaked").startSpan()).makeCurrent());
	}

	private void leaksTheRoot() {
		this.recorder.job("q", "t").run((job) -> Context.root().makeCurrent());
	}

	private void leaksAScopeWithinAJob() {
		this.recorder.job("q", "t").run((job) -> this.recorder.span("inner").open());
	}

	private void leaksAnEntryWithinACall() {
		this.recorder.externalCall("s", "o").call((call) -> this.recorder.span("inner").start().enter());
	}

	private void leaksWithinAnAsynchronousCall() {
		this.recorder.externalCall("s", "o").callAsync((call) -> {
			call.enter();
			return null;
		});
	}

	private void closesInTheWrongOrder() {
		Recording one = this.recorder.job("q", "one").open();
		Recording two = this.recorder.job("q", "two").open();
		one.succeed();
		one.close();
		two.succeed();
		two.close();
	}

	private void closesTheOutermostFirst() {
		Recording one = this.recorder.job("q", "one").open();
		Recording two = this.recorder.job("q", "two").open();
		Recording three = this.recorder.job("q", "three").open();
		one.close();
		three.close();
		two.close();
	}

	private void closesOnAnotherThread() throws Exception {
		Recording job = this.recorder.job("q", "t").open();
		this.otherThread.submit(job::close).get(30, TimeUnit.SECONDS);
	}

	private void neverCloses() {
		this.recorder.job("q", "t").open().succeed();
	}

	private void neverClosesTwo() {
		Recording one = this.recorder.job("q", "one").open();
		Recording two = this.recorder.job("q", "two").open();
		one.fail("one");
		two.fail("two");
	}

	private void neverLeaves() {
		Recording job = this.recorder.job("q", "t").start();
		job.enter();
		job.succeed();
	}

	private void leavesOnAnotherThread() throws Exception {
		Recording job = this.recorder.job("q", "t").start();
		Scope scope = job.enter();
		this.otherThread.submit(scope::close).get(30, TimeUnit.SECONDS);
	}

	@Test
	void aScopeThatIsClosedLongAfterItsJobLeavesWhatRunsNowAlone() {
		List<Recording> kept = new ArrayList<>();
		this.recorder.job("q", "t").run((job) -> kept.add(this.recorder.span("kept").open()));
		this.recorder.job("q", "now").run((job) -> {
			kept.get(0).close();
			assertThat(this.recorder.spanId()).isEqualTo(job.spanId());
		});
	}

	@Test
	void aContextThatIsCarriedToAnotherThreadStaysAParentAfterItsEnd() throws Exception {
		Recording job = this.recorder.job("q", "t").open();
		Callable<Void> carried = Context.current().wrap(() -> {
			this.recorder.span("later").run((span) -> assertThat(span.traceId()).isEqualTo(job.traceId()));
			return null;
		});
		job.succeed();
		job.close();
		onThread(carried);
		assertThat(this.recorders.spans.single("later")).hasParent(this.recorders.spans.single("job.run"));
		assertThat(this.recorders.leaks.count()).isZero();
	}

	@Test
	void contextsThatAreCarriedOnAndOnKeepNothingOfWhatWasBefore() {
		Context carried = Context.root();
		List<WeakReference<Recording>> ended = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Recording job = this.recorder.job("q", "t").start(carried);
			ended.add(new WeakReference<>(job));
			try (Scope scope = job.enter()) {
				carried = Context.current();
				job.succeed();
			}
		}
		this.recorders.spans.clear();
		for (int i = 0; i < 100 && ended.get(0).get() != null; i++) {
			System.gc();
		}
		assertThat(ended.get(0).get()).isNull();
		assertThat(carried).isNotNull();
	}

	@Test
	void misuseThrowsWhereThatIsWantedAndTheThreadIsAsItWas() throws Exception {
		TelemetryRecorder propagating = this.recorders.propagating();
		Recording one = propagating.job("q", "one").open();
		Recording two = propagating.job("q", "two").open();
		assertThatIllegalArgumentException().isThrownBy(one::close)
			.withMessage("'q one' was closed before what is inside of it");
		two.close();
		assertThat(Context.current()).isSameAs(Context.root());
		Recording kept = propagating.job("q", "kept").open();
		Future<?> closed = this.otherThread.submit(() -> assertThatIllegalArgumentException().isThrownBy(kept::close)
			.withMessage("'q kept' must be closed by the thread that opened it"));
		closed.get(30, TimeUnit.SECONDS);
		propagating.job("q", "next").run((job) -> assertThat(job.traceId()).isNotEqualTo(kept.traceId()));
	}

	@Test
	void properUseIsNeitherALeakNorMisuse() {
		try (Recording job = this.recorder.job("q", "t").open(); Recording span = this.recorder.span("s").open()) {
			try (Scope scope = span.enter()) {
				this.recorder.externalCall("s", "o").run((call) -> {
				});
			}
			span.succeed();
			job.succeed();
		}
		assertThat(this.recorders.leaks.count() + this.recorders.failures.count()).isZero();
	}

	@Test
	void whatIsAddedToLogRecordsIsOverWithTheWork() {
		List<String> added = new ArrayList<>(List.of("outer"));
		LogContexts logContexts = new LogContexts() {

			@Override
			public LogContextScope open(Map<String, ?> values) {
				added.add(values.toString());
				return () -> added.remove(values.toString());
			}

			@Override
			public LogContextScope mark() {
				List<String> before = List.copyOf(added);
				return () -> {
					added.clear();
					added.addAll(before);
				};
			}

		};
		TelemetryRecorder recorder = new OperationRecorder(null, RootDecider.BY_SAMPLER, OperationMeters.NOOP,
				SpanScopes.PLAIN, OperationSettings.DEFAULTS, logContexts,
				RecorderExtensions.none(new InternalFailures()), false, new ContextLeaks(), new InternalFailures());
		recorder.job("q", "t").run((job) -> recorder.logContext(Map.of("tenant", "a")));
		recorder.span("s").callAsync((span) -> {
			recorder.logContext(Map.of("tenant", "b"));
			return new CompletableFuture<>();
		});
		assertThat(added).containsExactly("outer");
	}

	@FunctionalInterface
	private interface Leak {

		void run() throws Exception;

	}

}
