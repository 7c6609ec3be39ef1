package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

class RecentTracesTests {

	private static final int MAX_BYTES = 1024 * 1024;

	private static final String TEXT = "x".repeat(1_000);

	private final RecentTraces store = new RecentTraces(MAX_BYTES);

	@Test
	void goodTracesPushOutNeitherErrorsNorSlowOnes() {
		for (int i = 1; i <= 50; i++) {
			TestSpans.add(this.store, i, "error", TEXT);
			TestSpans.add(this.store, 100 + i, "slow", TEXT);
		}
		for (int i = 1_000; i < 6_000; i++) {
			TestSpans.add(this.store, i, "ratio", TEXT);
		}
		assertThat(this.store.use().get(Ring.ERRORS)).isNotNull()
			.satisfies((use) -> assertThat(use.traces()).isEqualTo(50))
			.satisfies((use) -> assertThat(use.pushedOut()).isZero());
		assertThat(this.store.use().get(Ring.SLOW)).isNotNull()
			.satisfies((use) -> assertThat(use.traces()).isEqualTo(50));
		assertThat(this.store.contains(TestSpans.traceId(5_999))).isTrue();
		assertThat(this.store.contains(TestSpans.traceId(1_000))).isFalse();
		assertBounded();
	}

	@Test
	void oneRingMayTakeAllThatNobodyElseNeeds() {
		for (int i = 1; i <= 5_000; i++) {
			TestSpans.add(this.store, i, "error", TEXT);
		}
		assertThat(bytes()).isGreaterThan(MAX_BYTES * 9 / 10);
		for (int i = 10_000; i < 15_000; i++) {
			TestSpans.add(this.store, i, "ratio", TEXT);
		}
		assertThat(this.store.use().get(Ring.ERRORS)).isNotNull()
			.satisfies((use) -> assertThat(use.bytes()).isGreaterThan(MAX_BYTES / 3));
		assertBounded();
	}

	@Test
	void aLateSpanJoinsItsTraceAndMayMoveItToTheErrors() {
		TestSpans.add(this.store, 1, "ratio", "first");
		long before = this.store.cursor();
		this.store.addSpans(TestSpans.traceId(1),
				List.of(TestSpans.span(1, 2, 1, 20, 30, StatusData.error(), Attributes.empty())), List.of());
		assertThat(this.store.find(TestSpans.traceId(1))).isNotNull()
			.satisfies((trace) -> assertThat(trace.spans()).hasSize(2))
			.satisfies((trace) -> assertThat(trace.cursor()).isGreaterThan(before));
		assertThat(this.store.use().get(Ring.ERRORS)).isNotNull().satisfies((use) -> assertThat(use.traces()).isOne());
		assertThat(this.store.use().get(Ring.OTHERS)).isNotNull().satisfies((use) -> assertThat(use.traces()).isZero());
	}

	@Test
	void theNewestComeFirstAndAfterACursorOnlyWhatChanged() {
		TestSpans.add(this.store, 2, "ratio", "text");
		TestSpans.add(this.store, 1, "error", "text");
		TestSpans.add(this.store, 3, "slow", "text");
		assertThat(this.store.all()).extracting(ViewedTrace::traceId)
			.containsExactly(TestSpans.traceId(3), TestSpans.traceId(2), TestSpans.traceId(1));
		long cursor = this.store.cursor();
		assertThat(this.store.changedAfter(cursor)).isEmpty();
		TestSpans.add(this.store, 2, "ratio", "more");
		assertThat(this.store.changedAfter(cursor)).extracting(ViewedTrace::traceId)
			.containsExactly(TestSpans.traceId(2));
	}

	@Test
	void linesOfATraceThatIsNotThereAreLeft() {
		ViewedLog log = new ViewedLog(1, 9, "logger", "message", "", "shop", Attributes.empty());
		this.store.addLogs(TestSpans.traceId(1), List.of(log));
		assertThat(this.store.all()).isEmpty();
		TestSpans.add(this.store, 1, "ratio", "text");
		this.store.addLogs(TestSpans.traceId(1), List.of(log));
		assertThat(this.store.all()).singleElement().satisfies((trace) -> assertThat(trace.logs()).hasSize(1));
	}

	@Test
	void aTraceThatIsTooLargeIsCutAndSaysSo() {
		for (int i = 1; i <= 1_000; i++) {
			this.store.addSpans(TestSpans.traceId(1), List.of(TestSpans.span(1, i, i - 1, i, i + 1)), List.of());
		}
		assertThat(this.store.find(TestSpans.traceId(1))).isNotNull()
			.satisfies((trace) -> assertThat(trace.bytes()).isLessThanOrEqualTo(MAX_BYTES / 4))
			.satisfies((trace) -> assertThat(trace.spans().size() + trace.leftOutSpans()).isEqualTo(1_000))
			.satisfies((trace) -> assertThat(trace.leftOutSpans()).isPositive());
	}

	@Test
	void aTraceThatIsTooLargeKeepsItsRootAndItsFailures() {
		List<ViewedSpan> spans = new ArrayList<>();
		Attributes text = Attributes.builder().put("text", TEXT).build();
		for (int i = 2; i <= 500; i++) {
			StatusData status = (i == 499) ? StatusData.error() : StatusData.unset();
			spans.add(TestSpans.span(1, i, 1, i, i + 1, status, text));
		}
		spans.add(TestSpans.root(1, "ratio", TEXT));
		this.store.addSpans(TestSpans.traceId(1), spans, List.of());
		assertThat(this.store.find(TestSpans.traceId(1))).isNotNull()
			.satisfies((trace) -> assertThat(trace.leftOutSpans()).isPositive())
			.satisfies((trace) -> assertThat(trace.isComplete()).isTrue())
			.satisfies((trace) -> assertThat(trace.failed()).isTrue());
	}

	@Test
	void aRootThatComesAfterTooManySpansAndLinesIsThere() {
		ViewedLog log = new ViewedLog(1, 9, "logger", TEXT, "", "shop", Attributes.empty());
		for (int i = 2; i <= 300; i++) {
			this.store.addSpans(TestSpans.traceId(1), List.of(TestSpans.span(1, i, 1, i, i + 1)), List.of());
			this.store.addLogs(TestSpans.traceId(1), List.of(log));
		}
		TestSpans.add(this.store, 1, "ratio", TEXT);
		assertThat(this.store.find(TestSpans.traceId(1))).isNotNull()
			.satisfies((trace) -> assertThat(trace.leftOutSpans() + trace.leftOutLogs()).isPositive())
			.satisfies((trace) -> assertThat(trace.isComplete()).isTrue());
	}

	@Test
	void aLineIsAsLargeAsTheListsThatItCarries() {
		Attributes many = Attributes.of(AttributeKey.stringArrayKey("texts"), Collections.nCopies(100, TEXT),
				AttributeKey.longArrayKey("numbers"), Collections.nCopies(1_000, 1L));
		assertThat(new ViewedLog(1, 9, "logger", "message", "", "shop", many).bytes())
			.isGreaterThan(100 * 2L * TEXT.length() + 1_000 * 24);
	}

	@Test
	@Timeout(60)
	void takesNoMoreThanItMayHoweverManyAdd() throws Exception {
		AtomicInteger next = new AtomicInteger();
		AtomicLong most = new AtomicLong();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		for (int i = 0; i < 8; i++) {
			threads.execute(() -> addAndLook(next, most));
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
		assertThat(most.get()).isLessThanOrEqualTo(MAX_BYTES);
		assertBounded();
		long pushedOut = this.store.use().values().stream().mapToLong(RecentTraces.RingUse::pushedOut).sum();
		assertThat(this.store.all().size() + pushedOut).isEqualTo(next.get() - 8);
	}

	private void addAndLook(AtomicInteger next, AtomicLong most) {
		String[] reasons = { "error", "slow", "ratio", "route" };
		int number = next.incrementAndGet();
		while (number <= 8_000) {
			TestSpans.add(this.store, number, reasons[number % reasons.length], TEXT);
			most.accumulateAndGet(bytes(), Math::max);
			number = next.incrementAndGet();
		}
	}

	@Test
	@Timeout(300)
	@EnabledIfSystemProperty(named = "tests.all", matches = "true")
	void aMillionTracesLeaveTheHeapFlat() {
		fill(1, 100_000);
		long before = heap();
		fill(100_001, 1_000_000);
		assertThat(heap() - before).isLessThan(4 * MAX_BYTES);
		assertBounded();
	}

	private void fill(int from, int to) {
		String[] reasons = { "error", "slow", "ratio", "route" };
		for (int i = from; i <= to; i++) {
			TestSpans.add(this.store, i, reasons[i % reasons.length], TEXT);
		}
	}

	private static long heap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private long bytes() {
		return this.store.use().values().stream().mapToLong(RecentTraces.RingUse::bytes).sum();
	}

	private void assertBounded() {
		assertThat(bytes()).isLessThanOrEqualTo(MAX_BYTES);
		assertThat(this.store.all().stream().mapToLong(ViewedTrace::bytes).sum()).isEqualTo(bytes());
	}

}
