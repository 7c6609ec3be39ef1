package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.job.ScheduledRuns.Recorder;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduledRunsTests {

	private final Method method = ReflectionUtils.findMethod(Some.class, "call");

	private final Method sameName = ReflectionUtils.findMethod(Callable.class, "call");

	private final ScheduledRuns runs = new ScheduledRuns();

	@Test
	void theObservationRecordsAnObjectWithoutOurAdvice() {
		this.runs.seen(Some.class, Recorder.OBSERVATION);
		assertThat(this.runs.begin(this.method, Some.class, true)).isTrue();
		assertThat(this.runs.end()).isNegative();
	}

	@Test
	void ourAdviceRecordsAnObjectThatHasIt() {
		this.runs.seen(Some.class, Recorder.FIRST_ADVICE);
		assertThat(this.runs.begin(this.method, Some.class, true)).isFalse();
		assertThat(this.runs.isRecorded(this.sameName)).isFalse();
		assertThat(this.runs.end()).isNegative();
	}

	@Test
	void aRunThatWentPastOurAdviceIsRecordedAfterTheFact() {
		this.runs.seen(Some.class, Recorder.FIRST_ADVICE);
		this.runs.begin(this.method, Some.class, true);
		assertThat(this.runs.end()).isNotNegative();
		assertThat(this.runs.end()).isNegative();
	}

	@Test
	void whatOthersMayKeepFromOurAdviceIsNot() {
		this.runs.seen(Some.class, Recorder.FIRST_ADVICE);
		this.runs.seen(Some.class, Recorder.ADVICE);
		assertThat(this.runs.begin(this.method, Some.class, true)).isFalse();
		assertThat(this.runs.end()).isNegative();
	}

	@Test
	void whereItIsNotKnownTheObservationRecordsTheRunAndNothingElseOfItsName() {
		this.runs.seen(Some.class, Recorder.FIRST_ADVICE);
		this.runs.seen(Some.class, Recorder.OBSERVATION);
		assertThat(this.runs.begin(this.method, Some.class, true)).isTrue();
		assertThat(this.runs.isRecorded(this.sameName)).isFalse();
		assertThat(this.runs.isRecorded(this.method)).isTrue();
		assertThat(this.runs.isRecorded(this.method)).isFalse();
		assertThat(this.runs.end()).isNegative();
	}

	static class Some {

		void call() {
		}

	}

}
