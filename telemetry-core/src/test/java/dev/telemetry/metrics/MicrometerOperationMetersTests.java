package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.telemetry.record.JobProgress;
import dev.telemetry.record.OperationMeter;
import dev.telemetry.record.RunningJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MicrometerOperationMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerOperationMeters meters = new MicrometerOperationMeters(this.registry,
			new OperationMeterSettings(List.of(Duration.ofSeconds(1)), List.of()));

	@Test
	void aJobIsTimedByItsSuccess() {
		OperationMeter job = this.meters.job("q", "t");
		job.started();
		job.stopped();
		job.ended(TimeUnit.SECONDS.toNanos(2), true);
		job.started();
		job.stopped();
		job.ended(TimeUnit.SECONDS.toNanos(3), false);
		assertThat(timer("true").totalTime(TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(timer("false").totalTime(TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(timer("true").takeSnapshot().histogramCounts()).hasSize(1);
	}

	private Timer timer(String success) {
		return this.registry.get("job.run").tags("queue", "q", "type", "t", "success", success).timer();
	}

	@Test
	void runningJobsAreCounted() {
		OperationMeter job = this.meters.job("q", "t");
		job.started();
		job.started();
		assertThat(gauge("job.running")).isEqualTo(2);
		job.stopped();
		job.ended(1, true);
		assertThat(gauge("job.running")).isEqualTo(1);
	}

	@Test
	void theJobThatHasBeenRunningLongestIsKnown() {
		OperationMeter job = this.meters.job("q", "t");
		OperationMeter idle = this.meters.job("q", "idle");
		this.meters.runningJobs(() -> List.of(new RunningJob(job, TimeUnit.SECONDS.toNanos(5), null),
				new RunningJob(job, TimeUnit.SECONDS.toNanos(90), new JobProgress(3, 10))));
		assertThat(this.registry.get("job.running.longest").tag("type", "t").gauge().value()).isEqualTo(90);
		assertThat(this.registry.get("job.running.longest").tag("type", "idle").gauge().value()).isZero();
		assertThat(this.registry.find("job.progress.done").gauges()).as("no series before the first progress")
			.isEmpty();
		job.progressed();
		idle.progressed();
		job.progressed();
		assertThat(this.registry.get("job.progress.done").tag("type", "t").gauge().value()).isEqualTo(3);
		assertThat(this.registry.get("job.progress.expected").tag("type", "t").gauge().value()).isEqualTo(10);
		assertThat(this.registry.get("job.progress.done").tag("type", "idle").gauge().value()).isNaN();
	}

	@Test
	void theTimesOfTheLastSuccessAndFailureAreKnown() {
		double before = System.currentTimeMillis() / 1000.0;
		OperationMeter job = this.meters.job("q", "t");
		assertThat(gauge("job.last.success")).isBetween(before, before + 60);
		assertThat(gauge("job.last.failure")).isZero();
		job.started();
		job.stopped();
		job.ended(1, false);
		assertThat(gauge("job.last.failure")).isBetween(before, before + 60);
		job.started();
		job.stopped();
		job.ended(1, true);
		assertThat(gauge("job.last.success")).isGreaterThanOrEqualTo(gauge("job.last.failure"));
	}

	private double gauge(String name) {
		return this.registry.get(name).tags("queue", "q", "type", "t").gauge().value();
	}

	@Test
	void aCallIsTimed() {
		OperationMeter call = this.meters.externalCall("s", "o");
		call.started();
		call.ended(1, true);
		assertThat(this.registry.get("external.api.call")
			.tags("service", "s", "operation", "o", "success", "true")
			.timer()
			.count()).isOne();
	}

	@Test
	void thousandsOfNamesAreOthers() {
		for (int i = 0; i < 10_000; i++) {
			OperationMeter job = this.meters.job("q" + i, "t");
			job.started();
			job.stopped();
			job.ended(1, true);
			this.meters.queueDepth("q" + i, () -> 1);
		}
		assertThat(this.registry.find("job.run").timers()).hasSize(401);
		assertThat(this.registry.get("job.run").tags("queue", "other", "type", "other").timer().count())
			.isEqualTo(9_600);
		assertThat(this.registry.find("queue.depth").gauges()).hasSize(1_000);
	}

	@Test
	void aNameThatIsKnownStaysWhatItIs() {
		OperationMeter first = this.meters.job("q0", "t");
		for (int i = 0; i < 2_000; i++) {
			this.meters.job("q" + i, "t");
		}
		assertThat(this.meters.job("q0", "t")).isSameAs(first);
	}

	@Test
	void theLatestSourceOfAQueueCounts() {
		this.meters.queueDepth("orders", () -> 3);
		this.meters.queueDepth("orders", () -> 4);
		assertThat(depth("orders")).isEqualTo(4);
	}

	private double depth(String queue) {
		return this.registry.get("queue.depth").tag("queue", queue).gauge().value();
	}

	@Test
	void theGaugesOfAJobAreRegisteredAgainAfterTheRegistryWasCleared() {
		OperationMeter job = this.meters.job("q", "t");
		job.progressed();
		this.registry.clear();
		job.started();
		assertThat(gauge("job.running")).isEqualTo(1);
		assertThat(gauge("job.last.success")).isPositive();
		assertThat(gauge("job.progress.done")).isNaN();
	}

	@Test
	void theGaugeOfAQueueIsRegisteredAgainWithTheNextJob() {
		this.meters.queueDepth("orders", () -> 3);
		OperationMeter job = this.meters.job("q", "t");
		this.registry.clear();
		job.started();
		assertThat(depth("orders")).isEqualTo(3);
		this.registry.clear();
		this.meters.queueDepth("orders", () -> 4);
		assertThat(depth("orders")).isEqualTo(4);
	}

	@Test
	void aFilterThatThrowsForOneGaugeCostsNothingElse() {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getType() == Meter.Type.GAUGE) {
					Objects.requireNonNull(id.getBaseUnit());
				}
				return id;
			}

		});
		OperationMeter job = this.meters.job("q", "t");
		assertThatIllegalStateException().isThrownBy(job::started).withCauseInstanceOf(NullPointerException.class);
		job.ended(1, true);
		assertThat(timer("true").count()).isOne();
		assertThat(gauge("job.last.success")).isPositive();
		assertThat(this.registry.find("job.running").gauge()).isNull();
	}

	@Test
	void aTimerThatWasRemovedIsRegisteredAgain() {
		OperationMeter job = this.meters.job("q", "t");
		job.stopped();
		job.ended(1, true);
		this.registry.remove(timer("true"));
		job.stopped();
		job.ended(1, true);
		assertThat(timer("true").count()).isOne();
	}

	@Test
	void aTimerThatAFilterRenamedIsRegisteredAgainToo() {
		this.registry.config().meterFilter(new RenamingFilter());
		this.meters.externalCall("partner", "prices").ended(1, true);
		this.registry.remove(this.registry.get("my.external.api.call").timer());
		this.meters.externalCall("partner", "prices").ended(1, true);
		assertThat(this.registry.get("my.external.api.call").timer().count()).isOne();
	}

}
