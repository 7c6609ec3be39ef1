package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is held of workers is bounded by the memory that it takes.
 */
class WorkerMemoryTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319d";

	private static final EventData EVENT = EventData.create(1, "tool.cache", Attributes.empty());

	private final PoolCounts counts = new PoolCounts("scoring", null);

	@Test
	void allWorkersShareIt() {
		HeldBytes held = new HeldBytes(100);
		PendingEvents one = new PendingEvents(this.counts, held, 10, 10);
		PendingEvents other = new PendingEvents(this.counts, held, 10, 10);
		assertThat(one.add(TRACE, "a", EVENT, 60)).isTrue();
		assertThat(other.add(TRACE, "a", EVENT, 60)).isFalse();
		assertThat(one.take(TRACE, "a", "tool")).extracting(EventData::getName).containsExactly("cache");
		assertThat(other.add(TRACE, "a", EVENT, 60)).isTrue();
		other.takeAll((trace, event) -> assertThat(trace).isEqualTo(TRACE));
		assertThat(held.bytes()).isZero();
	}

	@Test
	void textLeavesHalfOfTheQueueToTelemetry() throws InterruptedException {
		LineQueue queue = new LineQueue(10_000);
		int texts = 0;
		while (queue.offer(new QueuedLine(null, new byte[900], false, true))) {
			texts++;
		}
		assertThat(texts).isEqualTo(5);
		assertThat(queue.offer(new QueuedLine(null, new byte[4_000], true, true))).isTrue();
		assertThat(queue.offer(new QueuedLine(null, new byte[4_000], true, true))).isFalse();
		queue.poll(0);
		queue.poll(0);
		assertThat(queue.offer(new QueuedLine(null, new byte[900], false, true)))
			.as("text, as long as all of it is more")
			.isFalse();
	}

	@Test
	void theEventsThatWaitLongestMakeRoomAndAreCounted() {
		PendingEvents events = new PendingEvents(this.counts, new HeldBytes(1_000), 2, 3);
		assertThat(events.add(TRACE, "a", EVENT, 1)).isTrue();
		assertThat(events.add(TRACE, "a", EVENT, 1)).isTrue();
		assertThat(events.add(TRACE, "a", EVENT, 1)).as("one too many for its span").isFalse();
		assertThat(events.add(TRACE, "b", EVENT, 1)).isTrue();
		assertThat(events.add(TRACE, "c", EVENT, 1)).isTrue();
		assertThat(this.counts.lines(LineFate.TOO_MANY_EVENTS)).isEqualTo(2);
		assertThat(events.take(TRACE, "a", "tool")).isEmpty();
		assertThat(events.take(TRACE, "b", "tool")).hasSize(1);
	}

	@Test
	void eventsOfAnotherTraceAreNotThoseOfASpanWithTheSameId() {
		PendingEvents events = new PendingEvents(this.counts, new HeldBytes(1_000), 2, 3);
		assertThat(events.add(OTHER_TRACE, "a", EVENT, 1)).isTrue();
		assertThat(events.take(TRACE, "a", "tool")).isEmpty();
		assertThat(events.take(OTHER_TRACE, "a", "tool")).hasSize(1);
	}

	@Test
	void aLineTakesMoreThanItIsLong() throws Exception {
		byte[] bytes = WorkerBench.line("a", "\"n\":1", "\"key\":\"" + "x".repeat(1_000) + "\"", "")
			.getBytes(StandardCharsets.UTF_8);
		assertThat(WorkerLine.parse(bytes).footprint()).isBetween(bytes.length, 4 * bytes.length);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void openSpansAreBoundedByItAndGiveItBack() throws Exception {
		WorkerSettings many = new WorkerSettings(64 * 1024, 1_000_000, 100_000_000, 10_000, 10_000,
				TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(many, 1.0)) {
			for (int run = 1; run <= 2; run++) {
				start(bench, 150);
				assertThat(bench.counts().lines(LineFate.FOLDED)).isBetween(run * 50L, run * 100L);
			}
			assertThat(bench.counts().lines(LineFate.TOO_MANY_SPANS)).isPositive();
			bench.assertAllLinesHaveAFate();
		}
	}

	private static void start(WorkerBench bench, int spans) throws Exception {
		try (FakeProcess process = new FakeProcess()) {
			Worker worker = bench.workers.follow(process, "scoring");
			for (int i = 0; i < spans; i++) {
				process.print(WorkerBench.line("s.start", "",
						"\"key\":\"" + "x".repeat(50_000) + "\",\"span_id\":\"" + String.format("a%015d", i) + "\"", "")
						+ "\n");
			}
			process.end();
			process.exit(0);
			worker.waitFor();
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void logRecordsAreNotBoundedByWhatASpanCanHave() throws Exception {
		WorkerSettings few = new WorkerSettings(1_024, 1_000, 100_000, 10, 3, TimeUnit.SECONDS.toNanos(1),
				TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(few, 1.0)) {
			List<String> lines = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				lines.add(WorkerBench.line("warm.up", "", "", ""));
				lines.add(WorkerBench.line("cache", "", "\"span_id\":\"00000000000000a1\"", ""));
			}
			bench.run(WorkerBench.print(lines.toArray(String[]::new)));
			SpanData run = bench.exported("worker.run");
			assertThat(bench.events).hasSize(10);
			assertThat(run.getEvents()).hasSize(3);
			assertThat(bench.counts().lines(LineFate.TOO_MANY_EVENTS)).isEqualTo(7);
			bench.assertAllLinesHaveAFate();
		}
	}

}
