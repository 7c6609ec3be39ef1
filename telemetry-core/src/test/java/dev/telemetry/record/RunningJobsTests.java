package dev.telemetry.record;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Jobs that are seen before they end.
 */
@NoTelemetryLeaks
class RunningJobsTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final Recorders recorders = new Recorders();

	private final OperationRecorder recorder = this.recorders.isolating();

	@Test
	void jobsThatRunAreKnownWithHowLongAndHowFar() {
		Recording job = this.recorder.job("q", "t").startEarlier(HOUR);
		Recording call = this.recorder.externalCall("s", "o").startEarlier(HOUR);
		job.progress(3, 10);
		List<RunningJob> running = this.recorders.runningJobs.get();
		assertThat(running).singleElement().satisfies((found) -> {
			assertThat(found.nanos()).isBetween(HOUR.toNanos(), HOUR.plusMinutes(10).toNanos());
			assertThat(found.progress()).isEqualTo(new JobProgress(3, 10));
		});
		job.succeed();
		call.succeed();
		assertThat(this.recorders.runningJobs.get()).isEmpty();
		assertThat(this.recorders.measured).contains("job q t progressed");
	}

	@Test
	void howFarItHasComeIsOnItsSpan() {
		this.recorder.job("q", "t").run((job) -> job.progress(1, 3).progress(3, 3));
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.progress.done", 3)
			.hasAttribute("job.progress.expected", 3);
		this.recorder.externalCall("s", "o").run((call) -> call.progress(1, 3));
		assertThat(this.recorders.spans.single("external.api.call")
			.getAttributes()
			.get(AttributeKey.longKey("job.progress.done"))).isNull();
	}

	@Test
	void progressBelowZeroIsMisuse() {
		TelemetryRecorder propagating = this.recorders.propagating();
		propagating.job("q", "t")
			.run((job) -> assertThatIllegalArgumentException().isThrownBy(() -> job.progress(-1, 3)));
	}

	@Test
	void aHeartbeatTellsOfALongJobWhileItRuns() {
		Recording job = this.recorder.job("q", "t").startEarlier(HOUR);
		job.measure("rows", 7).measure("rows", 9).progress(5, 0).describe((span) -> span.setAttribute("end", true));
		this.recorder.beat(Duration.ofMinutes(1));
		SpanData beat = this.recorders.spans.single("job.heartbeat");
		assertThat(beat).hasAttribute("queue.name", "q")
			.hasAttribute("job.type", "t")
			.hasAttribute("rows.count", 2)
			.hasAttribute("rows.max", 9.0)
			.hasAttribute("job.progress.done", 5);
		assertThat(beat.getAttributes().get(AttributeKey.doubleKey("job.elapsed_seconds"))).isBetween(3_600.0, 4_200.0);
		assertThat(beat.getAttributes().get(AttributeKey.booleanKey("end"))).isNull();
		assertThat(beat.getParentSpanId()).isEqualTo(job.spanId());
		assertThat(this.recorders.spans.named("job.run")).isEmpty();
		job.succeed();
		this.recorder.beat(Duration.ofMinutes(1));
		assertThat(this.recorders.spans.named("job.heartbeat")).hasSize(1);
	}

	@Test
	void neitherShortJobsNorCallsHaveAHeartbeat() {
		Recording job = this.recorder.job("q", "t").start(Context.root());
		Recording call = this.recorder.externalCall("s", "o").startEarlier(HOUR);
		this.recorder.beat(Duration.ofMinutes(1));
		assertThat(this.recorders.spans.spans()).isEmpty();
		job.succeed();
		call.succeed();
	}

}
