package dev.telemetry.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Event streams and other responses that are streamed for as long as the client listens:
 * they take nothing that slow requests need.
 */
class StreamsTests {

	private static final long LONG = Duration.ofSeconds(60).toNanos();

	@Test
	void aStreamIsNotPromisedAsSlowHoweverOftenItCallsOthers() {
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build())) {
			List<Span> streams = open(traces, 40);
			traces.turn(LONG);
			for (Span stream : streams) {
				Span call = traces.below(stream, "call");
				assertThat(traces.tail.isKept(call.getSpanContext())).isFalse();
				call.end();
			}
			assertThat(slow(traces, 20)).isEqualTo(20);
			end(traces, streams);
			assertThat(traces.counts.keptRoots("slow")).isEqualTo(20);
			assertThat(traces.counts.refusedRoots()).isEmpty();
			assertThat(traces.tail.heldSpans()).isZero();
		}
	}

	@Test
	void aStreamIsNotPromisedAsSlowForItsAge() {
		SamplingLimits small = new SamplingLimits(10, 100, 1_000_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), small)) {
			List<Span> streams = open(traces, 40);
			for (Span stream : streams) {
				traces.below(stream, "query").end();
			}
			traces.turn(LONG);
			List<Span> others = new ArrayList<>();
			for (int i = 0; i < 80; i++) {
				others.add(traces.request());
			}
			assertThat(traces.exported()).isEmpty();
			others.forEach(Span::end);
			assertThat(slow(traces, 20)).isEqualTo(20);
			end(traces, streams);
			assertThat(traces.counts.keptRoots("slow")).isEqualTo(20);
			assertThat(traces.counts.refusedRoots()).isEmpty();
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	@Test
	void streamsWithoutEndLeaveTheRoomToSlowRequests() {
		SamplingLimits small = new SamplingLimits(10, 100, 1_000_000);
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build(), small)) {
			List<Span> streams = open(traces, 1_000);
			for (Span stream : streams) {
				traces.below(stream, "query").end();
			}
			Span slow = traces.request();
			traces.tail.follow(slow.getSpanContext(), () -> false);
			for (int i = 0; i < 5; i++) {
				traces.below(slow, "query").end();
			}
			streams.addAll(open(traces, 200));
			traces.tail.decide(slow, outcome(false));
			slow.end();
			assertThat(traces.exported()).hasSize(6);
			assertThat(traces.reason()).isEqualTo("slow");
			end(traces, streams);
			TailSamplerBoundsTests.assertNothingIsLost(traces);
		}
	}

	private static List<Span> open(SampledTraces traces, int streams) {
		List<Span> open = new ArrayList<>();
		for (int i = 0; i < streams; i++) {
			Span stream = traces.request();
			traces.tail.follow(stream.getSpanContext(), () -> true);
			open.add(stream);
		}
		return open;
	}

	private static void end(SampledTraces traces, List<Span> streams) {
		for (Span stream : streams) {
			assertThat(traces.tail.decide(stream, outcome(true))).isFalse();
			stream.end();
		}
	}

	private static int slow(SampledTraces traces, int requests) {
		int kept = 0;
		for (int i = 0; i < requests; i++) {
			Span request = traces.request();
			kept += (traces.tail.decide(request, outcome(false))) ? 1 : 0;
			request.end();
		}
		return kept;
	}

	private static RequestOutcome outcome(boolean streamed) {
		return new EndedRequest("GET", "/orders", 200, LONG, null, null, streamed);
	}

}
