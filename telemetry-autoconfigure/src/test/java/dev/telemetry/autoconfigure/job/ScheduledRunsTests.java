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
import org.springframework.aop.MethodMatcher;
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
			"ADVICE, true, false, observation", "ADVICE, true, true, observation", "ADVICE, false, false, observation",
			"ADVICE, false, true, observation", "OBSERVATION, false, false, observation",
			"OBSERVATION, false, true, observation", "EITHER, true, false, observation",
			"EITHER, true, true, observation", "EITHER, false, false, observation",
			"EITHER, false, true, observation" })
	void aRunIsRecordedOnce(Recorder recorder, boolean reached, boolean threw, String expected) {
		seen(recorder);
		assertIsRecordedOnce(reached, threw, expected);
	}

	@ParameterizedTest
	@CsvSource({
			// reached on this thread, threw, who records
			"true, false, advice", "true, true, advice", "false, false, nothing", "false, true, after the fact" })
	void aRunThatGoesOnElsewhereIsRecordedOnce(boolean reached, boolean threw, String expected) {
		this.runs.seen(Some.class, Recorder.ADVICE, List.of(MethodMatcher.TRUE));
		assertIsRecordedOnce(reached, threw, expected);
	}

	private void assertIsRecordedOnce(boolean reached, boolean threw, String expected) {
		Run run = this.runs.begin(this.method, Some.class, true);
		List<String> recorded = new ArrayList<>();
		if (run.isObserved()) {
			recorded.add("observation");
		}
		if (reached && this.runs.observed(this.method) == null) {
			recorded.add("advice");
		}
		if (this.runs.end(run, threw)) {
			recorded.add("after the fact");
		}
		assertThat(recorded).isEqualTo((expected.equals("nothing")) ? List.of() : List.of(expected));
		assertThat(this.runs.observed(this.method)).isNull();
	}

	@Test
	void ofAnObjectThatHasOurAdviceAMethodOfTheSameNameLeadsToTheMethod() {
		seen(Recorder.FIRST_ADVICE);
		seen(Recorder.ADVICE);
		Run run = this.runs.begin(this.method, Some.class, true);
		assertThat(this.runs.observed(this.sameName)).isSameAs(run);
		assertThat(this.runs.end(run, true)).isFalse();
	}

	@Test
	void whereItIsNotKnownTheObservationRecordsTheRunAndNothingElseOfItsName() {
		seen(Recorder.FIRST_ADVICE);
		seen(Recorder.OBSERVATION);
		assertThat(this.runs.begin(this.method, Some.class, true).isObserved()).isTrue();
		assertThat(this.runs.observed(this.sameName)).isNull();
		assertThat(this.runs.observed(this.method)).isNotNull();
		assertThat(this.runs.observed(this.method)).isNull();
	}

	@Test
	void aRunThatEndsOnAnotherThreadIsKnownThere() throws Exception {
		this.runs.seen(Some.class, Recorder.ADVICE, List.of(MethodMatcher.TRUE));
		Run run = this.runs.begin(this.method, Some.class, true);
		this.runs.observed(this.method);
		assertThat(CompletableFuture.supplyAsync(() -> this.runs.end(run, true)).get(10, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void aRunThatIsKeptFromItsMethodIsSkippedUnlessItGoesOnElsewhere() {
		seen(Recorder.ADVICE);
		Run keptFrom = this.runs.begin(this.method, Some.class, true);
		assertThat(keptFrom.isSkipped()).isTrue();
		Run reached = this.runs.begin(this.method, Some.class, true);
		this.runs.observed(this.method);
		assertThat(reached.isSkipped()).isFalse();
		reached.skip();
		assertThat(reached.isSkipped()).isTrue();
	}

	private void seen(Recorder recorder) {
		this.runs.seen(Some.class, recorder, List.of());
	}

	static class Some {

		void call() {
		}

	}

}
