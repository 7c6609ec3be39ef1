package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OpenTraces}.
 */
class OpenTracesTests {

	private static final int MANY = 50_000;

	private final OpenTraces<OpenTrace> traces = new OpenTraces<>();

	@Test
	void traceIsFoundByItsIdsUntilItIsRemoved() {
		OpenTrace trace = opened(1, 1);

		assertThat(this.traces.find(trace.context())).isSameAs(trace);
		assertThat(this.traces.any(trace.traceId())).isSameAs(trace);
		close(trace);
		assertThat(this.traces.find(trace.context())).isNull();
		assertThat(this.traces.any(trace.traceId())).isNull();
	}

	@Test
	void rootsOfOneTraceAreToldApartByTheirSpans() {
		OpenTrace one = opened(1, 1);
		OpenTrace other = opened(1, 2);

		assertThat(this.traces.find(one.context())).isSameAs(one);
		assertThat(this.traces.find(other.context())).isSameAs(other);
		assertThat(this.traces.find(context(1, 3))).isNull();
		assertThat(this.traces.find(context(2, 1))).isNull();
	}

	// Far more than there are chains: all of them are crowded.
	@Test
	void moreTracesThanTheChainsTakeAreAllFoundAndLeaveNothingBehind() {
		List<OpenTrace> open = new ArrayList<>();
		for (int i = 1; i <= MANY; i++) {
			open.add(opened(i, i));
		}

		assertThat(open).allSatisfy((trace) -> assertThat(this.traces.find(trace.context())).isSameAs(trace));
		assertThat(this.traces.all()).hasSize(MANY);
		open.forEach(this::close);
		assertThat(this.traces.all()).isEmpty();
		assertThat(open).allSatisfy((trace) -> assertThat(this.traces.find(trace.context())).isNull());
	}

	@Test
	void anyRootOfATraceIsFoundWhenThoseThatCameFirstAreOver() {
		List<OpenTrace> open = new ArrayList<>();
		for (int i = 1; i <= 20; i++) {
			open.add(opened(1, i));
		}

		open.subList(0, 19).forEach(this::close);

		assertThat(this.traces.any(open.get(19).traceId())).isSameAs(open.get(19));
	}

	@Test
	void traceThatIsAddedAgainIsFoundAgain() {
		OpenTrace before = opened(1, 1);
		OpenTrace trace = opened(1, 2);
		OpenTrace after = opened(1, 3);

		this.traces.remove(before);
		this.traces.add(before);

		assertThat(this.traces.all()).containsExactlyInAnyOrder(before, trace, after);
		assertThat(this.traces.find(before.context())).isSameAs(before);
	}

	@Test
	void oneThatIsAloneIsFoundWhileAnotherComesAndGoes() throws Exception {
		inThreads(2, this::comeAndGoAlone);
	}

	@Test
	void whatIsOpenIsFoundWhileOthersInItsChainComeAndGo() throws Exception {
		inThreads(4, this::comeAndGo);
	}

	private void inThreads(int number, IntFunction<Callable<Integer>> task) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(number);
		try {
			List<Future<Integer>> missed = new ArrayList<>();
			for (int thread = 1; thread <= number; thread++) {
				missed.add(threads.submit(task.apply(thread)));
			}
			for (Future<Integer> each : missed) {
				assertThat(each.get(30, TimeUnit.SECONDS)).isZero();
			}
			assertThat(this.traces.all()).isEmpty();
		}
		finally {
			threads.shutdownNow();
		}
	}

	// Mostly alone in the chain, which needs no lock.
	private Callable<Integer> comeAndGoAlone(int thread) {
		return () -> {
			int missed = 0;
			for (int i = 0; i < 100_000; i++) {
				OpenTrace trace = opened(1, thread * 1_000_000 + i);
				missed += (this.traces.find(trace.context()) == trace) ? 0 : 1;
				close(trace);
				missed += (this.traces.find(trace.context()) == null) ? 0 : 1;
			}
			return missed;
		};
	}

	// Of one trace id, so of one chain; three at a time, so that some chains are crowded.
	private Callable<Integer> comeAndGo(int thread) {
		return () -> {
			int missed = 0;
			for (int i = 0; i < 20_000; i++) {
				int first = thread * 1_000_000 + 3 * i;
				List<OpenTrace> open = List.of(opened(1, first), opened(1, first + 1), opened(1, first + 2));
				for (OpenTrace trace : open) {
					missed += (this.traces.find(trace.context()) == trace) ? 0 : 1;
				}
				close(open.get(1));
				missed += (this.traces.find(open.get(0).context()) == open.get(0)) ? 0 : 1;
				close(open.get(0));
				close(open.get(2));
			}
			return missed;
		};
	}

	private OpenTrace opened(int traceId, int spanId) {
		OpenTrace trace = new OpenTrace(context(traceId, spanId));
		this.traces.add(trace);
		if (trace.isIndexed()) {
			this.traces.note(trace.context().getSpanId(), trace);
		}
		return trace;
	}

	private void close(OpenTrace trace) {
		if (trace.isIndexed()) {
			this.traces.forget(trace.context().getSpanId());
		}
		this.traces.remove(trace);
	}

	private static SpanContext context(int traceId, int spanId) {
		HexFormat hex = HexFormat.of();
		return SpanContext.create(hex.toHexDigits(0L) + hex.toHexDigits((long) traceId), hex.toHexDigits((long) spanId),
				TraceFlags.getDefault(), TraceState.getDefault());
	}

	private static final class OpenTrace implements ChainedTrace<OpenTrace> {

		private final SpanContext context;

		private volatile @Nullable OpenTrace next;

		private boolean indexed;

		OpenTrace(SpanContext context) {
			this.context = context;
		}

		SpanContext context() {
			return this.context;
		}

		@Override
		public String traceId() {
			return this.context.getTraceId();
		}

		@Override
		public @Nullable OpenTrace next() {
			return this.next;
		}

		@Override
		public void next(@Nullable OpenTrace next) {
			this.next = next;
		}

		@Override
		public boolean isIndexed() {
			return this.indexed;
		}

		@Override
		public void indexed() {
			this.indexed = true;
		}

		@Override
		public boolean knows(String spanId) {
			return this.context.getSpanId().equals(spanId);
		}

		@Override
		public int size() {
			return 1;
		}

	}

}
