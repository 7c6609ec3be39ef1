package dev.telemetry.sampling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.decision.RootProgress;
import dev.telemetry.names.HttpServerAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stacks of requests that take long, by a clock that the test turns.
 */
class SlowStacksTests {

	private static final long THRESHOLD = TimeUnit.SECONDS.toNanos(1);

	private final SampledTraces traces = new SampledTraces(
			SampledTraces.rulesOnly().slowThreshold(Duration.ofNanos(THRESHOLD)).build());

	private final SlowStacks stacks = new SlowStacks(this.traces.tail, this.traces.failures, this.traces.nanos::get);

	@AfterEach
	void close() {
		this.traces.close();
	}

	@Test
	void theStackOfTheThreadIsAnEventOfASlowRequest() {
		Span request = followed(this.traces.request(), new Worked());
		this.traces.turn(THRESHOLD + 1);
		this.stacks.look();
		EventData event = end(request).get(0);
		assertThat(event.getName()).isEqualTo(HttpServerAttributes.SLOW_STACK_EVENT);
		assertThat(event.getAttributes().get(HttpServerAttributes.STACK))
			.contains("\tat " + getClass().getName() + ".theStackOfTheThreadIsAnEventOfASlowRequest(");
		assertThat(event.getAttributes().get(HttpServerAttributes.THREAD_NAME))
			.isEqualTo(Thread.currentThread().getName());
		assertThat(event.getAttributes().get(HttpServerAttributes.ELAPSED_SECONDS)).isBetween(1.0, 1.1);
	}

	@Test
	void itIsTakenAgainAtTwiceAndFourTimesTheThreshold() {
		Span request = followed(this.traces.request(), new Worked());
		for (int i = 0; i < 100; i++) {
			this.traces.turn(THRESHOLD / 10);
			this.stacks.look();
		}
		assertThat(end(request)).extracting((event) -> event.getAttributes().get(HttpServerAttributes.ELAPSED_SECONDS))
			.satisfiesExactly((first) -> assertThat(first).isBetween(1.0, 1.2),
					(second) -> assertThat(second).isBetween(2.0, 2.2),
					(third) -> assertThat(third).isBetween(4.0, 4.2));
	}

	@Test
	void aRequestThatIsNotSlowHasNone() {
		Span request = followed(this.traces.request(), new Worked());
		this.traces.turn(THRESHOLD - 1);
		this.stacks.look();
		this.traces.turn(2);
		assertThat(end(request)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.0, 1.0 })
	void itDoesNotMatterWhetherTheTraceIsSampled(double ratio) {
		this.traces.control.override((settings) -> settings.ratio(ratio));
		Span request = followed(this.traces.request(), new Worked());
		this.traces.turn(2 * THRESHOLD);
		this.stacks.look();
		assertThat(end(request)).hasSize(1);
	}

	@Test
	void aRequestOnWhichNoThreadWorksIsLookedAtAgainLater() {
		Worked progress = new Worked();
		progress.worker = null;
		Span request = followed(this.traces.request(), progress);
		this.traces.turn(3 * THRESHOLD);
		this.stacks.look();
		progress.worker = Thread.currentThread();
		this.stacks.look();
		assertThat(end(request)).hasSize(1);
	}

	@Test
	void aStreamedResponseIsNotSlow() {
		Worked progress = new Worked();
		progress.streaming = true;
		Span request = followed(this.traces.request(), progress);
		this.traces.turn(3 * THRESHOLD);
		this.stacks.look();
		assertThat(end(request)).isEmpty();
	}

	@Test
	void aThreadThatHasGoneOnToAnotherRequestIsNotShown() {
		Worked progress = new Worked();
		progress.looksUntilGone = 1;
		Span request = followed(this.traces.request(), progress);
		this.traces.turn(3 * THRESHOLD);
		this.stacks.look();
		assertThat(end(request)).isEmpty();
	}

	@Test
	void jobsHaveNone() {
		Span job = this.traces.tracer().spanBuilder("job.run").setSpanKind(SpanKind.INTERNAL).startSpan();
		followed(job, new Worked());
		this.traces.turn(TimeUnit.HOURS.toNanos(2));
		this.stacks.look();
		this.traces.tail.keep(job.getSpanContext());
		job.end();
		assertThat(this.traces.exported().get(0).getEvents()).isEmpty();
	}

	@Test
	void noMoreThanTenAreTakenAtOnceAndFiveInASecond() {
		List<Span> requests = Stream.generate(() -> followed(this.traces.request(), new Worked())).limit(40).toList();
		this.traces.turn(THRESHOLD + 1);
		this.stacks.look();
		this.stacks.look();
		this.traces.turn(TimeUnit.MILLISECONDS.toNanos(900));
		this.stacks.look();
		long events = requests.stream().mapToLong((request) -> end(request).size()).sum();
		assertThat(events).isBetween(10L, 15L);
	}

	private List<EventData> end(Span request) {
		this.traces.tail.keep(request.getSpanContext());
		request.end();
		List<SpanData> exported = this.traces.exported();
		return exported.get(exported.size() - 1).getEvents();
	}

	private Span followed(Span span, RootProgress progress) {
		this.traces.tail.follow(span.getSpanContext(), progress);
		return span;
	}

	private static final class Worked implements RootProgress {

		private @Nullable Thread worker = Thread.currentThread();

		private boolean streaming;

		private int looksUntilGone = Integer.MAX_VALUE;

		@Override
		public boolean isStreaming() {
			return this.streaming;
		}

		@Override
		public @Nullable Thread worker() {
			return (this.looksUntilGone-- > 0) ? this.worker : null;
		}

	}

}
