package dev.telemetry.record;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those hear who follow jobs.
 */
class JobListenerTests {

	private static final ContextKey<String> SEEN = ContextKey.named("seen");

	private final RecordedSpans spans = new RecordedSpans();

	private final InternalFailures failures = new InternalFailures();

	private final List<String> heard = new ArrayList<>();

	private OperationRecorder recorder(JobListener listener) {
		OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(this.spans.newTracerProvider())
			.build();
		return new OperationRecorder(openTelemetry, RootDecider.BY_SAMPLER, OperationMeters.NOOP, SpanScopes.PLAIN,
				OperationSettings.DEFAULTS, LogContexts.NONE,
				RecorderExtensions.none(this.failures).following(listener), false, new ContextLeaks(), this.failures);
	}

	@Test
	void aJobIsHeardOfWhenItBeginsAndAfterItsSpanHasEnded() {
		OperationRecorder recorder = recorder(new Hearing());
		recorder.job("q", "t").id("7").run((job) -> {
			assertThat(Context.current().get(SEEN)).isEqualTo("yes");
			job.measure("rows", 1);
		});
		assertThat(this.heard).containsExactly("started JobStart[queue=q, type=t, id=7, spanName=job.run]",
				"ended null null [rows] recording=false");
		assertThat(this.spans.spans().get(0).getAttributes().get(JobAttributes.ID)).isEqualTo("7");
	}

	@Test
	void callsAndSpansAndJobsWithinOthersAreNotHeardOf() {
		OperationRecorder recorder = recorder(new Hearing());
		recorder.span("work").id("ignored").run((work) -> recorder.job("q", "t").run((job) -> {
		}));
		recorder.externalCall("s", "o").id("ignored").run((call) -> {
		});
		assertThat(this.heard).isEmpty();
		assertThat(this.spans.spans()).allMatch((span) -> span.getAttributes().get(JobAttributes.ID) == null);
	}

	@Test
	void aListenerThatThrowsIsCountedAndHarmsNoJob() {
		OperationRecorder recorder = recorder(new JobListener() {

			@Override
			public Context started(JobStart job, Span span, Context context) {
				throw new LinkageError("expected");
			}

			@Override
			public void ended(Span span, JobEnd end) {
				throw new LinkageError("expected");
			}

		});
		assertThat(recorder.job("q", "t").<String, RuntimeException>call((job) -> "done")).isEqualTo("done");
		assertThat(this.failures.count()).isEqualTo(2);
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void anIdThatIsBlankIsOddAndOneThatIsTooLongIsCut() {
		OperationRecorder recorder = recorder(new Hearing());
		recorder.job("q", "t").id(" ").run((job) -> {
		});
		recorder.job("q", "t").id("x".repeat(1_000)).run((job) -> {
		});
		assertThat(this.heard.get(0)).contains("id=null");
		assertThat(this.heard.get(2)).containsPattern("id=x{183}~[0-9a-f]{16},");
		assertThat(this.failures.count()).isEqualTo(1);
	}

	private final class Hearing implements JobListener {

		@Override
		public Context started(JobStart job, Span span, Context context) {
			JobListenerTests.this.heard.add("started " + job);
			return context.with(SEEN, "yes");
		}

		@Override
		public void ended(Span span, JobEnd end) {
			JobListenerTests.this.heard.add("ended " + end.errorType() + " " + end.skipReason() + " "
					+ end.statistics().keySet() + " recording=" + span.isRecording());
		}

	}

}
