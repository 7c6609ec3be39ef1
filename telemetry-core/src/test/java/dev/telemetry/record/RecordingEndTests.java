package dev.telemetry.record;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.RootOutcome;
import dev.telemetry.names.ExternalCallAttributes;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Ends that are neither a success nor a failure, that come with the application, or for
 * which there is no stack left; and how long it all took.
 */
@NoTelemetryLeaks
class RecordingEndTests {

	private final Recorders recorders = new Recorders();

	private final OperationRecorder recorder = this.recorders.isolating();

	@Test
	void aSkippedJobNeitherSucceedsNorFails() {
		this.recorder.job("q", "t").run((job) -> job.skip("locked"));
		assertThat(this.recorders.spans.single("job.run")).isNotError()
			.hasAttribute("job.skip_reason", "locked")
			.hasNoAttribute("job.success")
			.hasNoAttribute("error.type");
		assertThat(this.recorders.measured).containsExactly("job q t started", "job q t skipped");
		assertThat(this.recorders.failures.count()).isZero();
	}

	@Test
	void aScopeMayBeSkipped() {
		try (Recording call = this.recorder.externalCall("s", "o").open()) {
			call.skip("switched off");
			call.succeed();
		}
		assertThat(this.recorders.failures.count()).isZero();
		assertThat(this.recorders.spans.single("external.api.call"))
			.hasAttribute("external.skip_reason", "switched off")
			.hasNoAttribute("external.success");
	}

	@Test
	void aRecordingThatCannotBeCarriedIsEndedAllTheSame() {
		Recording job = this.recorder.job("q", "t").start(new UncarryingContext());
		job.succeed();
		assertThat(this.recorders.measured).containsExactly("job q t started", "job q t true");
		assertThat(this.recorders.running).hasValue(0);
		assertThat(this.recorders.failures.count()).isPositive();
	}

	@Test
	@SuppressWarnings("NullAway")
	void aReasonThatIsMissingIsUnknown() {
		this.recorder.job("q", "t").start().skip(null);
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.skip_reason", "unknown");
	}

	@Test
	void whatRunsTheCodeThatHasSkippedItEndsItAllTheSame() {
		for (Consumer<Recording> end : List.<Consumer<Recording>>of(Recording::succeed,
				(job) -> job.fail(new IllegalStateException("boom")), (job) -> job.skip("stopped"))) {
			Recording job = this.recorder.job("q", "t").start();
			job.skip("locked");
			end.accept(job);
		}
		assertThat(this.recorders.measured).filteredOn((measured) -> !measured.endsWith("started"))
			.containsOnly("job q t skipped")
			.hasSize(3);
		assertThat(this.recorders.failures.count()).isZero();
	}

	@Test
	void soItDoesWhereThatCodeHasSaidHowItEnded() {
		Recording job = this.recorder.job("q", "t").start();
		try (Scope scope = job.enter()) {
			this.recorder.current().fail("invalid");
		}
		job.describe((span) -> span.setAttribute("late", true)).succeed();
		assertThat(this.recorders.spans.single("job.run")).isError().hasAttribute("error.type", "invalid");
		assertThat(this.recorders.failures.count()).isZero();
		try (Scope scope = job.enter()) {
			job.succeed();
		}
		assertThat(this.recorders.failures.count()).isOne();
	}

	@Test
	void theInnermostRecordingIsTheCurrentOne() {
		this.recorder.job("q", "t").run((job) -> {
			assertThat(this.recorder.current()).isSameAs(job);
			this.recorder.span("s").run((span) -> assertThat(this.recorder.current()).isSameAs(span));
			this.recorder.current().skip("nothing to do");
		});
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.skip_reason", "nothing to do");
	}

	@Test
	void withoutARecordingTheCurrentOneRecordsNothing() {
		this.recorder.current().attribute("a", 1).skip("nothing");
		assertThat(this.recorders.failures.count()).isZero();
	}

	@Test
	void spanAttributeMeterAndDecisionHaveTheSameDuration() {
		Never never = new Never() {
			@Override
			public boolean decide(Span root, RootOutcome outcome) {
				super.decide(root, outcome);
				return true;
			}
		};
		TelemetryRecorder deciding = this.recorders.recorder(never, this.recorders, SpanScopes.PLAIN, false);
		deciding.job("q", "t").run((job) -> {
		});
		assertSameDuration(job("t"), JobAttributes.DURATION_SECONDS, never);
		deciding.externalCall("s", "o").run((call) -> {
		});
		assertSameDuration(this.recorders.spans.single("external.api.call"), ExternalCallAttributes.DURATION_SECONDS,
				never);
	}

	private void assertSameDuration(SpanData span, AttributeKey<Double> seconds, Never decided) {
		long nanos = span.getEndEpochNanos() - span.getStartEpochNanos();
		assertThat(nanos).isPositive();
		assertThat(decided.outcome.durationNanos()).isEqualTo(nanos);
		assertThat(this.recorders.nanos).last().isEqualTo(nanos);
		assertThat(span.getAttributes().get(seconds)).isEqualTo(nanos / 1e9);
	}

	private SpanData job(String type) {
		return this.recorders.spans.named("job.run")
			.stream()
			.filter((span) -> type.equals(span.getAttributes().get(AttributeKey.stringKey("job.type"))))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void aSpanStartsWhenItDoesAndLiesWithinItsParent() {
		long before = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		this.recorder.job("q", "t").run((job) -> this.recorder.span("inner").run((span) -> {
		}));
		SpanData job = this.recorders.spans.single("job.run");
		SpanData inner = this.recorders.spans.single("inner");
		assertThat(job.getStartEpochNanos()).isCloseTo(before, within(TimeUnit.MINUTES.toNanos(1)));
		assertThat(inner.getStartEpochNanos()).isGreaterThanOrEqualTo(job.getStartEpochNanos());
		assertThat(inner.getEndEpochNanos()).isLessThanOrEqualTo(job.getEndEpochNanos());
	}

	@Test
	void aSpanStartsByTheClockOfItsParentWhateverTheWallClockWasSetTo() {
		AtomicLong seconds = new AtomicLong();
		try (SdkTracerProvider provider = SdkTracerProvider.builder().setClock(new SlowClock(seconds)).build()) {
			Span request = provider.get("filter").spanBuilder("request").startSpan();
			seconds.set(7);
			try (Scope scope = request.makeCurrent()) {
				this.recorder.externalCall("s", "now").run((call) -> {
				});
				this.recorder.externalCall("s", "earlier").record(Duration.ofSeconds(2), true);
				Recording job = this.recorder.job("q", "t").start();
				this.recorder.beat(Duration.ZERO);
				job.succeed();
			}
			request.end();
		}
		assertThat(this.recorders.spans.named("external.api.call")).extracting(SpanData::getStartEpochNanos)
			.containsExactly(TimeUnit.SECONDS.toNanos(7), TimeUnit.SECONDS.toNanos(5));
		assertThat(this.recorders.spans.single("job.heartbeat").getStartEpochNanos())
			.isCloseTo(TimeUnit.SECONDS.toNanos(7), within(TimeUnit.MINUTES.toNanos(1)));
	}

	@Test
	void whatIsOpenWhenTheApplicationEndsHasFailed() {
		Recording job = this.recorder.job("q", "t").start();
		Recording call = this.recorder.externalCall("s", "o").start(job.context());
		CompletableFuture<String> stage = new CompletableFuture<>();
		this.recorder.externalCall("s", "async").callAsync((async) -> stage);
		job.attribute("rows", 7);
		this.recorder.endOpenRecordings();
		assertThat(this.recorders.spans.single("job.run")).isError()
			.hasAttribute("error.type", "shutdown")
			.hasAttribute("job.success", false)
			.hasAttribute("rows", 7);
		assertThat(this.recorders.spans.named("external.api.call")).hasSize(2)
			.allSatisfy((span) -> assertThat(span).hasAttribute("error.type", "shutdown"));
		assertThat(this.recorders.measured).contains("job q t false", "call s o false", "call s async false");
		assertThat(this.recorders.running).hasValue(0);
		assertThat(call.spanId()).isNotNull();
	}

	@Test
	void whatGoesOnAfterTheApplicationEndedIsNotCountedTwiceAndIsNoMisuse() {
		OperationRecorder propagating = this.recorders.propagating();
		propagating.job("q", "t").run((job) -> {
			propagating.endOpenRecordings();
			job.attribute("late", 1).event("late").measure("late", 1).describe((span) -> {
			});
			job.succeed();
		});
		assertThat(this.recorders.spans.named("job.run")).hasSize(1);
		assertThat(this.recorders.measured).containsExactly("job q t started", "job q t false");
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void whatHasEndedIsNotKept() {
		for (int i = 0; i < 3 * OpenRecordings.CAPACITY; i++) {
			this.recorder.job("q", "t").run((job) -> {
			});
		}
		this.recorders.measured.clear();
		this.recorder.endOpenRecordings();
		assertThat(this.recorders.measured).isEmpty();
	}

	@Test
	void allThatOneThreadHasLeftOpenFailsWhenTheApplicationEnds() {
		Operation job = this.recorder.job("q", "t");
		List<Recording> open = IntStream.range(0, OpenRecordings.CAPACITY).mapToObj((i) -> job.start()).toList();
		this.recorder.endOpenRecordings();
		assertThat(shutDown()).isEqualTo(open.size());
		assertThat(this.recorders.running).hasValue(0);
		assertThat(this.recorders.failures.count()).isZero();
	}

	@Test
	void aSlotThatWasFreedIsFoundWhereverItIs() {
		Operation job = this.recorder.job("q", "t");
		List<Recording> open = IntStream.range(0, OpenRecordings.CAPACITY).mapToObj((i) -> job.start()).toList();
		IntStream.of(70, 2_000, OpenRecordings.CAPACITY - 1, 3).forEach((i) -> {
			open.get(i).succeed();
			job.start();
		});
		assertThat(this.recorders.failures.count()).isZero();
		this.recorder.endOpenRecordings();
		assertThat(shutDown()).isEqualTo(OpenRecordings.CAPACITY);
	}

	@Test
	void moreOpenRecordingsThanThereIsRoomForWorkAllTheSameAndAreCounted() {
		Operation job = this.recorder.job("q", "t");
		List<Recording> open = IntStream.range(0, OpenRecordings.CAPACITY + 100).mapToObj((i) -> job.start()).toList();
		assertThat(this.recorders.failures.count()).isEqualTo(100);
		this.recorder.endOpenRecordings();
		assertThat(shutDown()).isEqualTo(OpenRecordings.CAPACITY);
		open.forEach(Recording::succeed);
		assertThat(this.recorders.running).hasValue(0);
		assertThat(this.recorders.failures.count()).isEqualTo(100);
	}

	@Test
	void callsThatAreNeverEndedDoNotHideAJob() {
		Operation call = this.recorder.externalCall("s", "o");
		List<Recording> lost = IntStream.range(0, OpenRecordings.CAPACITY).mapToObj((i) -> call.start()).toList();
		this.recorder.job("q", "t").start();
		assertThat(this.recorders.failures.count()).isOne();
		lost.forEach(Recording::succeed);
		assertThat(this.recorders.runningJobs.get()).hasSize(1);
		this.recorder.endOpenRecordings();
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("error.type", "shutdown");
	}

	@Test
	void whatIsWithinEachOtherToTheLimitFailsWhenTheApplicationEnds() {
		Operation job = this.recorder.job("q", "t");
		nest(job, RecordedOperation.MAX_DEPTH);
		assertThat(shutDown()).isEqualTo(RecordedOperation.MAX_DEPTH);
		assertThat(this.recorders.running).hasValue(0);
		assertThat(this.recorders.failures.count()).isZero();
	}

	private void nest(Operation job, int levels) {
		if (levels == 0) {
			this.recorder.endOpenRecordings();
			return;
		}
		job.run((recording) -> nest(job, levels - 1));
	}

	private long shutDown() {
		return this.recorders.spans.named("job.run")
			.stream()
			.filter((span) -> "shutdown".equals(span.getAttributes().get(AttributeKey.stringKey("error.type"))))
			.count();
	}

	@Test
	void aJobThatCallsItselfUntilTheStackIsUsedUpLeavesNothingRunning() {
		Operation job = this.recorder.job("q", "t");
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> callItself(job));
		}
		assertThat(this.recorders.running).hasValue(0);
		assertThat(this.recorders.spans.named("job.run")).hasSize(20 * RecordedOperation.MAX_DEPTH);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	private void callItself(Operation job) {
		job.run((recording) -> callItself(job));
	}

	@Test
	void aJobAtTheVeryEndOfTheStackIsEndedByTheNextOne() {
		Operation job = this.recorder.job("q", "t");
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> recurse(job, 1));
		}
		job.run((recording) -> {
		});
		assertThat(this.recorders.running).hasValue(0);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	// Each level records a job of its own that returns before the next level begins.
	private int recurse(Operation job, int level) {
		job.run((recording) -> {
		});
		return recurse(job, level + 1) + 1;
	}

	@Test
	void anErrorAtAnyStepOfTheEndLeavesNothingRunning() {
		Never never = new Never();
		never.error = new OutOfMemoryError("decide");
		TelemetryRecorder failing = this.recorders.recorder(never, this.recorders, (context) -> {
			throw new OutOfMemoryError("scopes");
		}, false);
		failing.job("q", "t").run((job) -> {
		});
		assertThat(this.recorders.running).hasValue(0);
		assertThat(this.recorders.spans.named("job.run")).hasSize(1);
		assertThat(this.recorders.measured).contains("job q t true");
	}

	private static final class UncarryingContext implements Context {

		@Override
		public <V> @Nullable V get(ContextKey<V> key) {
			return Context.root().get(key);
		}

		@Override
		public <V> Context with(ContextKey<V> key, V value) {
			throw new OutOfMemoryError("contexts");
		}

	}

	private record SlowClock(AtomicLong seconds) implements Clock {

		@Override
		public long now() {
			return TimeUnit.SECONDS.toNanos(this.seconds.get());
		}

		@Override
		public long nanoTime() {
			return now();
		}

	}

}
