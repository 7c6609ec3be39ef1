package dev.telemetry.export;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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

	private static final int BYTES = 1_001;

	private final RecordQueue<ReadableSpan> queue = new RecordQueue<>(16);

	private final List<LossReason> lost = new ArrayList<>();

	private long lostBytes;

	@Test
	void isEmptyWhenNothingIsQueued() {
		Batches<ReadableSpan, SpanData> batches = batches(5, 10_000);
		assertThat(batches.next().records()).isEmpty();
		assertThat(batches.nextGroup().records()).isEmpty();
	}

	@Test
	void takesSeveralTracesUpToTheNumberOfSpans() {
		Batches<ReadableSpan, SpanData> batches = batches(5, 1_000_000);
		List<ReadableSpan> first = add(TestTraces.trace(2));
		List<ReadableSpan> second = add(TestTraces.trace(2));
		List<ReadableSpan> third = add(TestTraces.trace(2));
		assertThat(ids(batches.next().records())).isEqualTo(
				ids(TestTraces.data(Stream.of(first, second, third.subList(0, 1)).flatMap(List::stream).toList())));
		assertThat(ids(batches.next().records())).isEqualTo(ids(TestTraces.data(third.subList(1, 2))));
		assertThat(batches.next().records()).isEmpty();
	}

	@Test
	void aTraceThatIsLargerThanABatchGoesOnInTheNextOne() {
		Batches<ReadableSpan, SpanData> batches = batches(5, 1_000_000);
		List<ReadableSpan> trace = add(TestTraces.trace(12));
		assertThat(ids(batches.next().records())).isEqualTo(ids(TestTraces.data(trace.subList(0, 5))));
		assertThat(ids(batches.next().records())).isEqualTo(ids(TestTraces.data(trace.subList(5, 10))));
		assertThat(ids(batches.next().records())).isEqualTo(ids(TestTraces.data(trace.subList(10, 12))));
	}

	@Test
	void isBoundedInBytes() {
		Batches<ReadableSpan, SpanData> batches = batches(100, 3_000);
		add(TestTraces.trace("work", 10, (span) -> span.setAttribute("text", "x".repeat(1_000))));
		for (int i = 0; i < 5; i++) {
			List<SpanData> batch = batches.next().records();
			assertThat(batch).hasSize(2);
			assertThat(batch.stream().mapToLong(SpanSize::bytes).sum()).isLessThanOrEqualTo(3_000);
		}
		assertThat(batches.next().records()).isEmpty();
		assertThat(this.lost).isEmpty();
	}

	@Test
	void leavesOutASpanThatIsLargerThanABatch() {
		Batches<ReadableSpan, SpanData> batches = batches(100, 3_000);
		add(TestTraces.trace("small", 1));
		add(TestTraces.trace("large", 1, (span) -> span.setAttribute("text", "x".repeat(4_000))));
		add(TestTraces.trace("small", 1));
		assertThat(batches.next().records()).extracting(SpanData::getName).containsExactly("small", "small");
		assertThat(this.lost).containsExactly(LossReason.TOO_LARGE);
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void leavesOutASpanThatCannotBeRead(ReadableSpan unreadable) {
		Batches<ReadableSpan, SpanData> batches = batches(100, 1_000_000);
		List<ReadableSpan> trace = TestTraces.trace(2);
		add(List.of(trace.get(0), unreadable, trace.get(1)));
		assertThat(ids(batches.next().records())).isEqualTo(ids(TestTraces.data(trace)));
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
		Batches<ReadableSpan, SpanData> batches = batches(5, 1_000_000);
		List<ReadableSpan> first = add(TestTraces.trace(3));
		List<ReadableSpan> second = add(TestTraces.trace(3));
		assertThat(ids(batches.nextGroup().records())).isEqualTo(ids(TestTraces.data(first)));
		assertThat(ids(batches.nextGroup().records())).isEqualTo(ids(TestTraces.data(second)));
		assertThat(batches.nextGroup().records()).isEmpty();
	}

	@Test
	void takesTheRestOfATraceAlone() {
		Batches<ReadableSpan, SpanData> batches = batches(5, 1_000_000);
		List<ReadableSpan> first = add(TestTraces.trace(7));
		add(TestTraces.trace(2));
		batches.next();
		assertThat(ids(batches.nextGroup().records())).isEqualTo(ids(TestTraces.data(first.subList(5, 7))));
	}

	@Test
	void looksForTheNextTraceWhenNothingOfTheOldestOneCanBeSent() {
		Batches<ReadableSpan, SpanData> batches = batches(5, 1_000_000);
		add(List.of(span(() -> null)));
		List<ReadableSpan> second = add(TestTraces.trace(2));
		assertThat(ids(batches.nextGroup().records())).isEqualTo(ids(TestTraces.data(second)));
	}

	@Test
	void eachByteOfAPermitIsInOneOfTheBatchesOrLost() {
		Batches<ReadableSpan, SpanData> batches = batches(3, 3_000);
		add(TestTraces.trace(7));
		List<ReadableSpan> trace = TestTraces.trace(2);
		add(List.of(trace.get(0), span(() -> null), trace.get(1)));
		add(TestTraces.trace("large", 1, (span) -> span.setAttribute("text", "x".repeat(4_000))));
		long bytes = 0;
		int records = 0;
		for (Batch<SpanData> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
			assertThat(batch.bytes()).isPositive();
			bytes += batch.bytes();
			records += batch.size();
		}
		assertThat(records + this.lost.size()).isEqualTo(11);
		assertThat(bytes + this.lostBytes).isEqualTo(3 * BYTES);
	}

	@Test
	void whatIsPutBackComesFirst() {
		Batches<ReadableSpan, SpanData> batches = batches(2, 1_000_000);
		add(TestTraces.trace(5));
		Batch<SpanData> first = batches.next();
		batches.putBack(first);
		assertThat(batches.next()).isSameAs(first);
		batches.putBack(first);
		Batch<SpanData> other = batches.nextGroup();
		assertThat(other).isNotSameAs(first);
		batches.putBack(other);
		assertThat(batches.nextGroup()).isSameAs(other);
		assertThat(batches.next()).isSameAs(first);
		assertThat(batches.next().size()).isEqualTo(1);
		assertThat(batches.next().isEmpty()).isTrue();
	}

	@Test
	void aGroupThatThrowsWhateverIsAskedCostsItsRecordsAlone() {
		Batches<ReadableSpan, SpanData> batches = batches(5, 1_000_000);
		add(new AbstractList<>() {

			@Override
			public ReadableSpan get(int index) {
				throw new StackOverflowError();
			}

			@Override
			public int size() {
				return 2;
			}

		});
		List<ReadableSpan> good = add(TestTraces.trace(2));
		assertThat(ids(batches.next().records())).isEqualTo(ids(TestTraces.data(good)));
		assertThat(this.lost).containsExactly(LossReason.EXPORT_FAILED, LossReason.EXPORT_FAILED);
		assertThat(this.lostBytes).isEqualTo(BYTES);
	}

	private Batches<ReadableSpan, SpanData> batches(int spans, long bytes) {
		PipelineSettings settings = new PipelineSettings(16, spans, bytes, Duration.ZERO, Duration.ofSeconds(1), 1,
				Duration.ZERO, Duration.ZERO);
		return new Batches<>(this.queue, new SpanRecords(UnaryOperator.identity()), settings, Long.MAX_VALUE,
				(reason, permit) -> {
					this.lost.add(reason);
					this.lostBytes += permit;
				});
	}

	private List<ReadableSpan> add(List<ReadableSpan> trace) {
		this.queue.add(trace, BYTES);
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
