package dev.telemetry.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.health.SpanFootprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TraceInboxTests {

	private static final int MAX_BYTES = 64 * 1024;

	private final RecentTraces store = new RecentTraces(1024 * 1024);

	private final SdkTracerProvider tracers = UnexportedSpans.provider().build();

	@Test
	void readsAndRedactsOnlyWhereItDelivers() {
		List<String> readBy = new ArrayList<>();
		TraceInbox<ReadableSpan> inbox = inbox((spans) -> {
			readBy.add(Thread.currentThread().getName());
			return spans;
		});
		ReadableSpan span = span((started) -> started.setStatus(StatusCode.ERROR)
			.recordException(new IllegalStateException("no lines")));
		inbox.acceptKept(List.of(span), SpanFootprint.of(span));
		assertThat(readBy).isEmpty();
		assertThat(this.store.all()).isEmpty();
		inbox.deliver();
		assertThat(readBy).hasSize(1);
		assertThat(this.store.find(span.getSpanContext().getTraceId())).isNotNull()
			.satisfies((trace) -> assertThat(TraceFailure.of(trace))
				.isEqualTo("java.lang.IllegalStateException: no lines"))
			.satisfies((trace) -> assertThat(trace.spans().get(0).getEvents().get(0).getClass().getName())
				.as("refers to no exception of the application")
				.doesNotContain("Exception"));
	}

	@Test
	void aLongFailureIsNotCutWithinACharacter() {
		TraceInbox<ReadableSpan> inbox = inbox(UnaryOperator.identity());
		ReadableSpan span = span((started) -> started.setStatus(StatusCode.ERROR, "x" + "\uD83D\uDE00".repeat(200)));
		inbox.acceptKept(List.of(span), SpanFootprint.of(span));
		inbox.deliver();
		assertThat(this.store.find(span.getSpanContext().getTraceId())).isNotNull()
			.satisfies((trace) -> assertThat(TraceFailure.of(trace))
				.isEqualTo("x" + "\uD83D\uDE00".repeat(149) + "\u2026"));
	}

	@Test
	void whatIsLeftOutIsNotThere() {
		TraceInbox<ReadableSpan> inbox = inbox((spans) -> List.of());
		ReadableSpan span = span((started) -> {
		});
		inbox.acceptKept(List.of(span), 100);
		inbox.deliver();
		assertThat(this.store.all()).isEmpty();
	}

	@Test
	void whatIsNotKeptSaysWhy() {
		TraceInbox<ReadableSpan> inbox = inbox(UnaryOperator.identity());
		ReadableSpan chance = span((started) -> {
		});
		ReadableSpan refused = span((started) -> started.setStatus(StatusCode.ERROR));
		inbox.acceptDropped(List.of(chance), 100, null);
		inbox.acceptDropped(List.of(refused), 100, "error");
		inbox.deliver();
		assertThat(this.store.find(chance.getSpanContext().getTraceId())).isNotNull()
			.satisfies((trace) -> assertThat(trace.isKept()).isFalse())
			.satisfies((trace) -> assertThat(trace.verdict()).isNotNull()
				.satisfies((verdict) -> assertThat(verdict.why()).contains("no rule asks for it")));
		assertThat(this.store.find(refused.getSpanContext().getTraceId())).isNotNull()
			.satisfies((trace) -> assertThat(trace.verdict()).isNotNull()
				.satisfies((verdict) -> assertThat(verdict.why()).contains("'error' would have kept it")));
		assertThat(this.store.use().get(Ring.ERRORS)).isNotNull()
			.satisfies((use) -> assertThat(use.traces()).as("what was not kept pushes out no error").isZero());
	}

	@Test
	void whatComesFasterThanItIsDeliveredIsCounted() {
		TraceInbox<ReadableSpan> inbox = inbox(UnaryOperator.identity());
		ReadableSpan span = span((started) -> started.setAttribute("text", "x".repeat(1_000)));
		long size = SpanFootprint.of(span);
		int number = (int) (2 * MAX_BYTES / size);
		for (int i = 0; i < number; i++) {
			inbox.acceptKept(List.of(span), size);
		}
		inbox.deliver();
		assertThat(this.store.find(span.getSpanContext().getTraceId())).isNotNull()
			.satisfies((trace) -> assertThat(trace.spans().size() + inbox.missed()).isEqualTo(number));
		assertThat(inbox.missed()).isPositive();
		inbox.acceptKept(List.of(span), size);
		assertThat(inbox.missed()).as("there is room again").isEqualTo(number - MAX_BYTES / size);
	}

	@Test
	void longTextsAreCutAndSaySo() {
		TraceInbox<ReadableSpan> inbox = inbox(UnaryOperator.identity());
		ReadableSpan span = span((started) -> started.setAttribute("long", "x".repeat(1_000_000)));
		inbox.acceptKept(List.of(span), 100);
		inbox.deliver();
		assertThat(this.store.all()).singleElement()
			.satisfies((trace) -> assertThat(trace.spans().get(0).getAttributes().get(AttributeKey.stringKey("long")))
				.hasSizeLessThan(17_000)
				.endsWith("(983616 more characters)"));
	}

	@Test
	void aSpanThatCannotBeReadKeepsNoOtherBack() {
		ReadableSpan broken = span((started) -> started.setAttribute("broken", true));
		TraceInbox<ReadableSpan> inbox = inbox((spans) -> {
			if (spans.get(0).getSpanId().equals(broken.getSpanContext().getSpanId())) {
				throw new IllegalStateException("broken");
			}
			return spans;
		});
		ReadableSpan fine = span((started) -> {
		});
		inbox.acceptKept(List.of(broken), 100);
		inbox.acceptLog(broken);
		inbox.acceptKept(List.of(fine), 100);
		assertThatIllegalStateException().isThrownBy(inbox::deliver).withMessage("broken");
		assertThat(this.store.all()).extracting(ViewedTrace::traceId)
			.containsExactly(fine.getSpanContext().getTraceId());
		assertThat(inbox.missed()).isOne();
		inbox.deliver();
	}

	@Test
	void aTraceWhoseLogLinesHadToGoSaysSo() {
		TraceInbox<ReadableSpan> inbox = inbox(UnaryOperator.identity());
		ReadableSpan late = span((started) -> {
		});
		ReadableSpan talkative = span((started) -> {
		});
		inbox.acceptLog(late);
		inbox.acceptLog(late);
		for (int i = 0; i < MAX_BYTES / 100 - 1; i++) {
			inbox.acceptLog(talkative);
			inbox.deliver();
		}
		assertThat(inbox.evictedLogs()).isEqualTo(2);
		inbox.acceptKept(List.of(late), 100);
		inbox.deliver();
		assertThat(this.store.find(late.getSpanContext().getTraceId())).isNotNull()
			.satisfies((trace) -> assertThat(trace.logs()).isEmpty())
			.satisfies((trace) -> assertThat(trace.leftOutLogs()).isEqualTo(2));
	}

	private TraceInbox<ReadableSpan> inbox(UnaryOperator<List<SpanData>> redaction) {
		return new TraceInbox<>(this.store, MAX_BYTES, redaction,
				new TraceInbox.Lines<>(ReadableSpan::getSpanContext, (log) -> 100, TraceInboxTests::noLog));
	}

	private static LogRecordData noLog(ReadableSpan span) {
		throw new IllegalStateException("There are no lines");
	}

	private ReadableSpan span(Consumer<Span> work) {
		Span span = this.tracers.get("test").spanBuilder("span").startSpan();
		work.accept(span);
		span.end();
		return (ReadableSpan) span;
	}

}
