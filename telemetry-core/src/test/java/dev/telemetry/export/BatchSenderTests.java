package dev.telemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchSender}.
 */
@NoTelemetryLeaks
class BatchSenderTests {

	private final ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);

	private final List<Duration> timeouts = new ArrayList<>();

	private boolean withoutThreads;

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1) {

		@Override
		public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
			if (BatchSenderTests.this.withoutThreads) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			BatchSenderTests.this.timeouts.add(Duration.of(delay, unit.toChronoUnit()));
			return super.schedule(work, delay, unit);
		}

	};

	private final BatchSender<SpanData> sender = new BatchSender<>(new SpanRecords(UnaryOperator.identity()),
			new SpanSink(ExportTarget.of("test", this.exporter)), Duration.ofSeconds(30), Context.root(), this.clock,
			() -> {
			});

	private final List<SpanData> batch = TestTraces.data(TestTraces.trace(1));

	@AfterEach
	void end() {
		this.clock.shutdownNow();
	}

	@Test
	void onlyTheNextAnswerIsWaitedForInAHurry() {
		this.sender.hurry();
		this.sender.send(this.batch, (attempt) -> {
		});
		this.sender.send(this.batch, (attempt) -> {
		});
		assertThat(this.timeouts).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(30));
	}

	@Test
	void aBatchMayBeSentAgainIfThereWasNoThreadForItsTimeout() {
		this.withoutThreads = true;
		ExportAttempt sent = this.sender.send(this.batch, (attempt) -> {
		});
		ExportAttempt begun = this.sender.begin(this.batch, () -> {
		});
		assertThat(List.of(sent, begun)).allSatisfy((attempt) -> {
			assertThat(attempt.isSettled()).isTrue();
			assertThat(attempt.isRefusedForNow()).isTrue();
			assertThat(attempt.failure()).isEqualTo("OutOfMemoryError");
		});
		assertThat(this.exporter.batches).isEmpty();
	}

}
