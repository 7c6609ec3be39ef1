package dev.telemetry.export;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Batches}.
 */
class BatchesTests {

	private final TraceQueue queue = new TraceQueue(16);

	private final List<LossReason> lost = new ArrayList<>();

	@Test
	void isEmptyWhenNothingIsQueued() {
		Batches batches = batches(5, 10_000);
		assertThat(batches.next()).isEmpty();
		assertThat(batches.nextTrace()).isEmpty();
	}

	@Test
	void takesSeveralTracesUpToTheNumberOfSpans() {
		Batches batches = batches(5, 1_000_000);
		List<ReadableSpan> first = add(TestTraces.trace(2));
		List<ReadableSpan> second = add(TestTraces.trace(2));
		List<ReadableSpan> third = add(TestTraces.trace(2));
		assertThat(ids(batches.next())).isEqualTo(
				ids(TestTraces.data(Stream.of(first, second, third.subList(0, 1)).flatMap(List::stream).toList())));
		assertThat(ids(batches.next())).isEqualTo(ids(TestTraces.data(third.subList(1, 2))));
		assertThat(batches.next()).isEmpty();
	}

	@Test
	void aTraceThatIsLargerThanABatchGoesOnInTheNextOne() {
		Batches batches = batches(5, 1_000_000);
		List<ReadableSpan> trace = add(TestTraces.trace(12));
		assertThat(ids(batches.next())).isEqualTo(ids(TestTraces.data(trace.subList(0, 5))));
		assertThat(ids(batches.next())).isEqualTo(ids(TestTraces.data(trace.subList(5, 10))));
		assertThat(ids(batches.next())).isEqualTo(ids(TestTraces.data(trace.subList(10, 12))));
	}

	@Test
	void isBoundedInBytes() {
		Batches batches = batches(100, 3_000);
		add(TestTraces.trace("work", 10, (span) -> span.setAttribute("text", "x".repeat(1_000))));
		for (int i = 0; i < 5; i++) {
			List<SpanData> batch = batches.next();
			assertThat(batch).hasSize(2);
			assertThat(batch.stream().mapToLong(new SpanSize()::bytes).sum()).isLessThanOrEqualTo(3_000);
		}
		assertThat(batches.next()).isEmpty();
		assertThat(this.lost).isEmpty();
	}

	@Test
	void leavesOutASpanThatIsLargerThanABatch() {
		Batches batches = batches(100, 3_000);
		add(TestTraces.trace("small", 1));
		add(TestTraces.trace("large", 1, (span) -> span.setAttribute("text", "x".repeat(4_000))));
		add(TestTraces.trace("small", 1));
		assertThat(batches.next()).extracting(SpanData::getName).containsExactly("small", "small");
		assertThat(this.lost).containsExactly(LossReason.TOO_LARGE);
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void leavesOutASpanThatCannotBeRead(ReadableSpan unreadable) {
		Batches batches = batches(100, 1_000_000);
		List<ReadableSpan> trace = TestTraces.trace(2);
		add(List.of(trace.get(0), unreadable, trace.get(1)));
		assertThat(ids(batches.next())).isEqualTo(ids(TestTraces.data(trace)));
		assertThat(this.lost).containsExactly(LossReason.EXPORT_FAILED);
	}

	static List<ReadableSpan> unreadable() {
		return List.of(span(() -> {
			throw new IllegalStateException();
		}), span(() -> {
			throw new NoClassDefFoundError();
		}), span(() -> {
			throw new AssertionError();
		}), span(() -> {
			throw new StackOverflowError();
		}), span(() -> null), span(BatchesTests::dataThatThrows));
	}

	@Test
	void takesTheOldestTraceAlone() {
		Batches batches = batches(5, 1_000_000);
		List<ReadableSpan> first = add(TestTraces.trace(3));
		List<ReadableSpan> second = add(TestTraces.trace(3));
		assertThat(ids(batches.nextTrace())).isEqualTo(ids(TestTraces.data(first)));
		assertThat(ids(batches.nextTrace())).isEqualTo(ids(TestTraces.data(second)));
		assertThat(batches.nextTrace()).isEmpty();
	}

	@Test
	void takesTheRestOfATraceAlone() {
		Batches batches = batches(5, 1_000_000);
		List<ReadableSpan> first = add(TestTraces.trace(7));
		add(TestTraces.trace(2));
		batches.next();
		assertThat(ids(batches.nextTrace())).isEqualTo(ids(TestTraces.data(first.subList(5, 7))));
	}

	@Test
	void looksForTheNextTraceWhenNothingOfTheOldestOneCanBeSent() {
		Batches batches = batches(5, 1_000_000);
		add(List.of(span(() -> null)));
		List<ReadableSpan> second = add(TestTraces.trace(2));
		assertThat(ids(batches.nextTrace())).isEqualTo(ids(TestTraces.data(second)));
	}

	private Batches batches(int spans, long bytes) {
		PipelineSettings settings = new PipelineSettings(16, spans, bytes, Duration.ZERO, Duration.ZERO, 1,
				Duration.ZERO, Duration.ZERO);
		return new Batches(this.queue, settings, this.lost::add);
	}

	private List<ReadableSpan> add(List<ReadableSpan> trace) {
		this.queue.add(trace);
		return trace;
	}

	private static List<String> ids(List<SpanData> spans) {
		return spans.stream().map(SpanData::getSpanId).toList();
	}

	private static ReadableSpan span(Supplier<SpanData> data) {
		return (ReadableSpan) Proxy.newProxyInstance(BatchesTests.class.getClassLoader(),
				new Class<?>[] { ReadableSpan.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "toSpanData" -> data.get();
					case "toString" -> "unreadable span";
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	private static SpanData dataThatThrows() {
		return (SpanData) Proxy.newProxyInstance(BatchesTests.class.getClassLoader(), new Class<?>[] { SpanData.class },
				(proxy, method, arguments) -> {
					throw new IllegalStateException();
				});
	}

}
