package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.job.ScheduledRuns.Recorder;
import dev.telemetry.autoconfigure.job.ScheduledRuns.Run;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduledRunsTests {

	private final Method method = ReflectionUtils.findMethod(Some.class, "call");

	private final Method sameName = ReflectionUtils.findMethod(Callable.class, "call");

	private final ScheduledRuns runs = new ScheduledRuns();

	@ParameterizedTest
	@CsvSource({
			// recorder, reached, threw, who records
			"FIRST_ADVICE, true, false, advice", "FIRST_ADVICE, true, true, advice",
			"FIRST_ADVICE, false, false, after the fact", "FIRST_ADVICE, false, true, after the fact",
			"ADVICE, true, false, advice", "ADVICE, true, true, advice", "ADVICE, false, false, nothing",
			"ADVICE, false, true, after the fact", "OBSERVATION, false, false, observation",
			"OBSERVATION, false, true, observation", "EITHER, true, false, observation",
			"EITHER, true, true, observation", "EITHER, false, false, observation",
			"EITHER, false, true, observation" })
	void aRunIsRecordedOnce(Recorder recorder, boolean reached, boolean threw, String expected) {
		this.runs.seen(Some.class, recorder);
		Run run = this.runs.begin(this.method, Some.class, true);
		List<String> recorded = new ArrayList<>();
		if (run.isObserved()) {
			recorded.add("observation");
		}
		if (reached && !this.runs.isRecorded(this.method)) {
			recorded.add("advice");
		}
		if (this.runs.end(run, threw)) {
			recorded.add("after the fact");
		}
		assertThat(recorded).isEqualTo((expected.equals("nothing")) ? List.of() : List.of(expected));
		assertThat(this.runs.isRecorded(this.method)).isFalse();
	}

	@Test
	void ofAnObjectThatHasOurAdviceAMethodOfTheSameNameLeadsToTheMethod() {
		this.runs.seen(Some.class, Recorder.FIRST_ADVICE);
		this.runs.seen(Some.class, Recorder.ADVICE);
		Run run = this.runs.begin(this.method, Some.class, true);
		assertThat(this.runs.isRecorded(this.sameName)).isFalse();
		assertThat(this.runs.end(run, true)).isFalse();
	}

	@Test
	void whereItIsNotKnownTheObservationRecordsTheRunAndNothingElseOfItsName() {
		this.runs.seen(Some.class, Recorder.FIRST_ADVICE);
		this.runs.seen(Some.class, Recorder.OBSERVATION);
		assertThat(this.runs.begin(this.method, Some.class, true).isObserved()).isTrue();
		assertThat(this.runs.isRecorded(this.sameName)).isFalse();
		assertThat(this.runs.isRecorded(this.method)).isTrue();
		assertThat(this.runs.isRecorded(this.method)).isFalse();
	}

	@Test
	void aRunThatEndsOnAnotherThreadIsKnownThere() throws Exception {
		this.runs.seen(Some.class, Recorder.ADVICE);
		Run run = this.runs.begin(this.method, Some.class, true);
		this.runs.isRecorded(this.method);
		assertThat(CompletableFuture.supplyAsync(() -> this.runs.end(run, true)).get(10, TimeUnit.SECONDS)).isFalse();
	}

	static class Some {

		void call() {
		}

	}

}
