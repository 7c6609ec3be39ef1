package dev.telemetry.export;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordQueue}.
 */
class RecordQueueTests {

	private static final int PRODUCERS = 4;

	private static final int TRACES = 5_000;

	@Test
	void isEmptyAtFirst() {
		assertThat(new RecordQueue<ReadableSpan>(4).poll()).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 1000 })
	void holdsAsManyTracesAsItMay(int capacity) {
		RecordQueue<ReadableSpan> queue = new RecordQueue<>(capacity);
		List<List<ReadableSpan>> traces = traces(capacity);
		for (int round = 0; round < 5; round++) {
			traces.forEach((trace) -> queue.add(trace, trace.hashCode()));
			for (List<ReadableSpan> trace : traces) {
				assertThat(queue.poll()).isSameAs(trace);
				assertThat(queue.polledBytes()).isEqualTo(trace.hashCode());
			}
			assertThat(queue.poll()).isNull();
		}
	}

	@Test
	void losesNothingOfManyProducersAndKeepsTheOrderOfEach() {
		Admission admission = new Admission(7, 0);
		RecordQueue<ReadableSpan> queue = new RecordQueue<>(7);
		Map<List<ReadableSpan>, int[]> origin = new HashMap<>();
		List<List<List<ReadableSpan>>> produced = new ArrayList<>();
		for (int producer = 0; producer < PRODUCERS; producer++) {
			List<List<ReadableSpan>> traces = traces(TRACES);
			for (int i = 0; i < TRACES; i++) {
				origin.put(traces.get(i), new int[] { producer, i });
			}
			produced.add(traces);
		}
		CompletableFuture<?>[] threads = produced.stream()
			.map((traces) -> CompletableFuture.runAsync(() -> traces.forEach((trace) -> add(queue, admission, trace)),
					OwnThread::start))
			.toArray(CompletableFuture<?>[]::new);
		int[] next = new int[PRODUCERS];
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (IntStream.of(next).sum() < PRODUCERS * TRACES && System.nanoTime() - deadline < 0) {
			List<ReadableSpan> trace = queue.poll();
			if (trace != null) {
				int[] from = origin.get(trace);
				assertThat(from[1]).isEqualTo(next[from[0]]++);
				admission.release(1, 0);
			}
			else {
				Thread.yield();
			}
		}
		CompletableFuture.allOf(threads).orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(next).containsOnly(TRACES);
		assertThat(queue.poll()).isNull();
	}

	private static void add(RecordQueue<ReadableSpan> queue, Admission admission, List<ReadableSpan> trace) {
		while (!admission.tryAcquire(1, 0, false)) {
			Thread.yield();
		}
		queue.add(trace, 0);
	}

	private static List<List<ReadableSpan>> traces(int number) {
		return IntStream.range(0, number).<List<ReadableSpan>>mapToObj((i) -> new Trace()).toList();
	}

	/**
	 * A trace that is equal to itself alone.
	 */
	private static final class Trace extends AbstractList<ReadableSpan> {

		@Override
		public ReadableSpan get(int index) {
			throw new IndexOutOfBoundsException(index);
		}

		@Override
		public int size() {
			return 0;
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
