package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.SamplingHint;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.HeldLogs;
import dev.telemetry.logs.LeftOut;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogCaptureSettings;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records below a warning leave with their trace, or not at all.
 */
@NoTelemetryLeaks
class HeldLogsTests {

	private final SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build());

	private final List<CapturedLog> left = new CopyOnWriteArrayList<>();

	private final LogCapture capture = new LogCapture(new LogCaptureSettings(Map.of("root", 1), 10, 1_000),
			(during, failure) -> {
				throw new AssertionError(failure);
			});

	private HeldLogs held = held(5, 1_000_000);

	@AfterEach
	void close() {
		this.traces.close();
		assertThat(this.held.waiting()).isZero();
	}

	private HeldLogs held(int records, long bytes) {
		this.held = new HeldLogs(this.traces.tail, this.capture, this.left::add, records, bytes);
		this.capture.open(this.held);
		return this.held;
	}

	@Test
	void theWholeStoryOfARequestThatFailsLeaves() {
		Span root = this.traces.request();
		log(root, Severity.DEBUG, "one");
		Span child = this.traces.below(root, "child");
		log(child, Severity.INFO, "two");
		assertThat(this.left).isEmpty();
		assertThat(this.held.waiting()).isEqualTo(2);
		child.end();
		root.setStatus(StatusCode.ERROR);
		root.end();
		assertThat(bodies()).containsExactly("one", "two");
		assertThat(this.left).allSatisfy((log) -> assertThat(log.span().isSampled()).isTrue());
		log(root, Severity.INFO, "late");
		assertThat(bodies()).containsExactly("one", "two", "late");
	}

	@Test
	void nothingLeavesOfARequestThatIsNotKept() {
		Span root = this.traces.request();
		log(root, Severity.INFO, "one");
		root.end();
		log(root, Severity.INFO, "late");
		assertThat(this.left).isEmpty();
		assertThat(this.capture.leftOut(LeftOut.NOT_KEPT)).isEqualTo(2);
	}

	@Test
	void warningsLeaveAtOnce() {
		Span root = this.traces.request();
		log(root, Severity.WARN, "one");
		assertThat(bodies()).containsExactly("one");
		root.end();
	}

	@Test
	void whatBelongsToNoTraceLeavesAtOnce() {
		log(Span.getInvalid(), Severity.INFO, "one");
		try (Scope ignored = SamplingHint.untraced(Context.root()).makeCurrent()) {
			log(Span.getInvalid(), Severity.INFO, "two");
		}
		assertThat(bodies()).containsExactly("one", "two");
	}

	@Test
	void aRequestThatIsNotTracedIsNeverKept() {
		Span excluded = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault()));
		try (Scope ignored = SamplingHint.untraced(Context.root()).makeCurrent()) {
			log(excluded, Severity.DEBUG, "one");
			log(excluded, Severity.WARN, "two");
		}
		assertThat(bodies()).containsExactly("two");
		assertThat(this.capture.leftOut(LeftOut.NOT_KEPT)).isEqualTo(1);
	}

	@Test
	void aTraceHoldsTheNewest() {
		Span root = this.traces.request();
		for (int i = 0; i < 7; i++) {
			log(root, Severity.INFO, "line " + i);
		}
		root.setStatus(StatusCode.ERROR);
		root.end();
		assertThat(bodies()).containsExactly("line 2", "line 3", "line 4", "line 5", "line 6");
		assertThat(this.capture.leftOut(LeftOut.HOLD_FULL)).isEqualTo(2);
	}

	@Test
	void theOldestTraceMakesRoom() {
		held(100, 2_000);
		Span first = this.traces.request();
		Span second = this.traces.request();
		log(first, Severity.INFO, "a".repeat(300));
		log(second, Severity.INFO, "b".repeat(300));
		log(second, Severity.INFO, "c".repeat(300));
		first.setStatus(StatusCode.ERROR);
		first.end();
		second.setStatus(StatusCode.ERROR);
		second.end();
		assertThat(bodies()).extracting((body) -> body.substring(0, 1)).containsExactly("b", "c");
		assertThat(this.capture.leftOut(LeftOut.HOLD_FULL)).isEqualTo(1);
	}

	@Test
	void whatWaitedForATraceThatHadToMakeRoomIsNotCalledNotKept() {
		try (SampledTraces few = new SampledTraces(SampledTraces.rulesOnly().build(),
				new SamplingLimits(10, 100, 1_000_000))) {
			HeldLogs waiting = new HeldLogs(few.tail, this.capture, this.left::add, 5, 1_000_000);
			this.capture.open(waiting);
			Span old = few.request();
			log(old, Severity.INFO, "early");
			List<Span> others = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				few.turn(1);
				others.add(few.request());
			}
			assertThat(this.capture.leftOut(LeftOut.TRACE_EVICTED)).isEqualTo(1);
			assertThat(waiting.waiting()).isZero();
			others.forEach(Span::end);
			log(old, Severity.INFO, "late");
			old.setStatus(StatusCode.ERROR);
			old.end();
			assertThat(bodies()).containsExactly("late");
			assertThat(this.capture.leftOut(LeftOut.NOT_KEPT)).isZero();
		}
	}

	@Test
	void aLateLineOfASampledTraceLeavesByItsIdsAlone() {
		SpanContext sampled = context(TraceFlags.getSampled());
		SpanContext fromMdc = context(TraceFlags.getDefault());
		log(Span.wrap(fromMdc), Severity.INFO, "unknown");
		log(Span.wrap(sampled), Severity.INFO, "within");
		log(Span.wrap(fromMdc), Severity.INFO, "late");
		assertThat(bodies()).containsExactly("within", "late");
		assertThat(this.left).allSatisfy((log) -> assertThat(log.span().isSampled()).isTrue());
		assertThat(this.capture.leftOut(LeftOut.NOT_KEPT)).isEqualTo(1);
	}

	@Test
	void whatWaitsAtTheEndIsCountedAndSoIsWhatComesThen() {
		Span open = this.traces.request();
		log(open, Severity.INFO, "one");
		this.held.close();
		assertThat(this.held.waiting()).isZero();
		log(open, Severity.INFO, "two");
		Span other = this.traces.request();
		log(other, Severity.INFO, "three");
		this.capture.close();
		log(other, Severity.INFO, "four");
		assertThat(this.capture.leftOut(LeftOut.CLOSED)).isEqualTo(4);
		open.end();
		other.end();
		assertThat(this.left).isEmpty();
		assertThat(this.capture.leftOut(LeftOut.CLOSED)).isEqualTo(4);
	}

	@Test
	void closingTheCaptureCountsWhatWaits() {
		Span open = this.traces.request();
		log(open, Severity.INFO, "one");
		this.capture.close();
		assertThat(this.capture.leftOut(LeftOut.CLOSED)).isEqualTo(1);
		open.end();
	}

	@Test
	void listsCountAgainstTheRoomThereIs() {
		held(100, 4_000);
		Span first = this.traces.request();
		try (Scope ignored = first.makeCurrent()) {
			this.capture.capture("shop", Severity.INFO, "INFO", List.of("x".repeat(3_000)), (event, log) -> {
				log.setMessage(1, "main", "one");
				log.setPairs(new Object[] { "list", event });
			});
		}
		assertThat(this.capture.leftOut(LeftOut.HOLD_FULL)).isEqualTo(1);
		first.end();
	}

	private static SpanContext context(TraceFlags flags) {
		return SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", flags,
				TraceState.getDefault());
	}

	private List<String> bodies() {
		return this.left.stream().map(CapturedLog::body).toList();
	}

	private void log(Span span, Severity severity, String body) {
		try (Scope ignored = span.makeCurrent()) {
			this.capture.capture("shop", severity, severity.name(), body,
					(event, log) -> log.setMessage(1, "main", event));
		}
	}

}
