package dev.telemetry.record;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Each way of recording, with its success and its failure.
 */
@NoTelemetryLeaks
class OperationRecorderTests {

	private final Recorders recorders = new Recorders();

	private final TelemetryRecorder recorder = this.recorders.isolating();

	@Test
	void aJobThatSucceeds() {
		this.recorder.job("nightly", "reconcile").run((job) -> {
		});
		SpanData span = this.recorders.spans.single("job.run");
		assertThat(span).hasKind(SpanKind.INTERNAL)
			.isRoot()
			.isNotError()
			.hasAttribute("queue.name", "nightly")
			.hasAttribute("job.type", "reconcile")
			.hasAttribute("job.success", true);
		assertThat(span.getAttributes().get(AttributeKey.doubleKey("job.duration_seconds"))).isBetween(0.0, 10.0);
		assertThat(this.recorders.measured).containsExactly("job nightly reconcile started",
				"job nightly reconcile true");
	}

	@Test
	void aJobThatFailsThrowsWhatItThrows() {
		IOException failure = new IOException("disk");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.recorder.job("nightly", "reconcile").run((job) -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.recorders.spans.single("job.run")).isError()
			.hasException(IOException.class, "disk")
			.hasAttribute("error.type", "java.io.IOException")
			.hasAttribute("job.success", false);
		assertThat(this.recorders.measured).contains("job nightly reconcile false");
	}

	@Test
	void aCallReturnsWhatItReturns() {
		String answer = this.recorder.externalCall("partner", "GET /prices").call((call) -> "7");
		assertThat(answer).isEqualTo("7");
		assertThat(this.recorders.spans.single("external.api.call")).hasKind(SpanKind.CLIENT)
			.hasAttribute("external.service", "partner")
			.hasAttribute("external.operation", "GET /prices")
			.hasAttribute("service.peer.name", "partner")
			.hasAttribute("peer.service", "partner")
			.hasAttribute("external.success", true);
		assertThat(this.recorders.measured).contains("call partner GET /prices true");
	}

	@Test
	void whatRunsWithinAJobIsBelowIt() {
		this.recorder.job("q", "t")
			.run((job) -> this.recorder.externalCall("s", "o")
				.run((call) -> assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(call.spanId())));
		SpanData job = this.recorders.spans.single("job.run");
		assertThat(this.recorders.spans.single("external.api.call")).hasParent(job);
	}

	@Test
	void aScopeThatSaysSoSucceeds() {
		try (Recording job = this.recorder.job("q", "t").open()) {
			assertThat(this.recorder.spanId()).isEqualTo(job.spanId());
			job.succeed();
		}
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.success", true);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void aScopeThatIsLeftWithoutAWordHasFailed() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> {
			try (Recording job = this.recorder.job("q", "t").open()) {
				throw new IllegalStateException("boom");
			}
		});
		assertThat(this.recorders.spans.single("job.run")).isError()
			.hasAttribute("error.type", "_OTHER")
			.hasAttribute("job.success", false);
	}

	@Test
	void byHandARecordingIsNotCurrentUntilItIsEntered() {
		Recording job = this.recorder.job("q", "t").start();
		assertThat(this.recorder.spanId()).isNull();
		try (Scope scope = job.enter()) {
			assertThat(this.recorder.spanId()).isEqualTo(job.spanId());
		}
		job.fail(new IllegalStateException("boom"));
		assertThat(this.recorders.spans.single("job.run")).isError().hasException(IllegalStateException.class, "boom");
	}

	@Test
	void aRecordingEndsOnce() {
		Recording call = this.recorder.externalCall("s", "o").start();
		call.fail("503");
		call.succeed();
		call.close();
		assertThat(this.recorders.spans.single("external.api.call")).hasAttribute("error.type", "503");
		assertThat(this.recorders.measured).containsExactly("call s o started", "call s o false");
		assertThat(this.recorders.failures.count()).isOne();
	}

	@Test
	void aGivenContextIsTheParent() {
		Recording parent = this.recorder.span("parent").start();
		this.recorder.job("q", "t").startedByMessage().start(parent.context()).succeed();
		parent.succeed();
		assertThat(this.recorders.spans.single("job.run")).hasKind(SpanKind.CONSUMER)
			.hasParent(this.recorders.spans.single("parent"));
	}

	@Test
	void whatIsOverIsRecordedWithItsDuration() {
		this.recorder.job("q", "t").record(Duration.ofMinutes(2), true);
		SpanData span = this.recorders.spans.single("job.run");
		assertThat(span).hasDurationBetween(Duration.ofMinutes(2), Duration.ofMinutes(2))
			.hasAttribute("job.success", true)
			.hasAttribute("job.duration_seconds", 120.0);
	}

	@Test
	void whatBeganEarlierLastsFromThenOn() {
		this.recorder.job("q", "t").startEarlier(Duration.ofMinutes(2)).fail(new IllegalStateException("late"));
		assertThat(this.recorders.spans.single("job.run"))
			.hasDurationBetween(Duration.ofMinutes(2), Duration.ofMinutes(3))
			.hasException(IllegalStateException.class, "late");
		assertThat(this.recorders.nanos).last()
			.satisfies((nanos) -> assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMinutes(2),
					Duration.ofMinutes(3)));
	}

	@Test
	void whatIsOverMayHaveFailed() {
		this.recorder.externalCall("s", "o").record(Duration.ofMillis(5), false);
		assertThat(this.recorders.spans.single("external.api.call")).isError().hasAttribute("external.success", false);
		assertThat(this.recorders.measured).containsExactly("call s o started", "call s o false");
	}

	@Test
	void anAsynchronousCallEndsWhenItsStageCompletes() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		CompletableFuture<String> returned = this.recorder.externalCall("s", "o").callAsync((call) -> answer);
		assertThat(returned).isSameAs(answer);
		assertThat(this.recorders.spans.spans()).isEmpty();
		answer.complete("7");
		assertThat(this.recorders.spans.single("external.api.call")).hasAttribute("external.success", true);
	}

	@Test
	void anAsynchronousCallFailsWithItsStage() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.recorder.externalCall("s", "o").callAsync((call) -> answer);
		answer.completeExceptionally(new CompletionException(new IOException("gone")));
		assertThat(this.recorders.spans.single("external.api.call")).isError().hasException(IOException.class, "gone");
	}

	@Test
	void anAsynchronousCallMayFailAtOnce() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.recorder.externalCall("s", "o").callAsync((call) -> {
				throw new IOException("refused");
			}));
		assertThat(this.recorders.spans.single("external.api.call")).isError();
	}

	@Test
	void aSpanIsNotMeasured() {
		this.recorder.span("price.calculate").run((span) -> span.attribute("items", 3));
		assertThat(this.recorders.spans.single("price.calculate")).hasAttribute("items", 3).isNotError();
		assertThat(this.recorders.measured).isEmpty();
	}

	@Test
	void attributesEventsAndExceptionsAreOnTheSpan() {
		this.recorder.job("q", "t")
			.run((job) -> job.attribute("a", "text")
				.attribute("b", 1.5)
				.attribute("c", true)
				.attribute("d", (String) null)
				.event("page", Map.of("number", 7, "share", 0.5, "last", true, "id", new StringBuilder("x")))
				.exception(new IOException("retried")));
		SpanData span = this.recorders.spans.single("job.run");
		assertThat(span).hasAttribute("a", "text")
			.hasAttribute("b", 1.5)
			.hasAttribute("c", true)
			.hasNoAttribute("d")
			.hasException(IOException.class, "retried")
			.isNotError();
		assertThat(span.getEvents().get(0).getAttributes().asMap()).containsEntry(AttributeKey.longKey("number"), 7L)
			.containsEntry(AttributeKey.doubleKey("share"), 0.5)
			.containsEntry(AttributeKey.booleanKey("last"), true)
			.containsEntry(AttributeKey.stringKey("id"), "x");
	}

	@Test
	void anArrayInAnEventIsTheTextOfItsElements() {
		this.recorder.span("any")
			.run((span) -> span.event("scored", Map.of("ids", new String[] { "a", "b" }, "scores",
					new double[] { 0.5, 1 }, "password", "hunter2".toCharArray())));
		assertThat(this.recorders.spans.single("any").getEvents().get(0).getAttributes().asMap())
			.containsEntry(AttributeKey.stringKey("ids"), "[a, b]")
			.containsEntry(AttributeKey.stringKey("scores"), "[0.5, 1.0]")
			.hasEntrySatisfying(AttributeKey.stringKey("password"),
					(value) -> assertThat(value).asString().startsWith("[C@"));
	}

	@Test
	void aRepeatedMeasurementBecomesStatistics() {
		this.recorder.job("q", "t").run((job) -> {
			for (double value : new double[] { 4, -2, 7 }) {
				job.measure("batch", value);
			}
		});
		SpanData span = this.recorders.spans.single("job.run");
		assertThat(span).hasAttribute("batch.count", 3).hasAttribute("batch.min", -2.0).hasAttribute("batch.max", 7.0);
		assertThat(span.getAttributes().get(AttributeKey.doubleKey("batch.avg"))).isEqualTo(3.0, within(1e-9));
	}

	@Test
	void whatIsNotKeptIsNotDescribed() {
		RootDecider never = new Never();
		TelemetryRecorder recorder = this.recorders.recorder(never, OperationMeters.NOOP, SpanScopes.PLAIN, false);
		recorder.job("q", "t").run((job) -> {
			job.describe((span) -> span.setAttribute("costly", true));
			recorder.span("below").run((span) -> span.describe((below) -> below.setAttribute("nested", true)));
		});
		assertThat(this.recorders.spans.single("job.run")).hasNoAttribute("job.success").hasNoAttribute("costly");
		assertThat(this.recorders.spans.single("below")).hasAttribute("nested", true);
	}

	@Test
	void theTraceOfTheCurrentSpanCanBeKeptFromCode() {
		List<SpanContext> kept = new ArrayList<>();
		TelemetryRecorder recorder = this.recorders.recorder(new Never() {

			@Override
			public void keep(SpanContext span) {
				kept.add(span);
			}

		}, this.recorders, SpanScopes.PLAIN, false);
		recorder.job("q", "t").run((job) -> recorder.keepTrace());
		SpanData span = this.recorders.spans.single("job.run");
		assertThat(span).hasAttribute("telemetry.keep", true);
		assertThat(kept).singleElement().extracting(SpanContext::getSpanId).isEqualTo(span.getSpanId());
	}

	@Test
	void withoutACurrentTraceThereIsNothingToKeep() {
		this.recorder.keepTrace();
		assertThat(this.recorders.spans.spans()).isEmpty();
		assertThat(this.recorders.failures.count()).isZero();
	}

	@Test
	void theDeciderIsToldHowARootEnded() {
		Never never = new Never();
		TelemetryRecorder recorder = this.recorders.recorder(never, OperationMeters.NOOP, SpanScopes.PLAIN, false);
		recorder.job("q", "t").start().fail("late");
		assertThat(never.outcome).isNotNull();
		assertThat(never.outcome.operation()).isEqualTo("q t");
		assertThat(never.outcome.failed()).isTrue();
		assertThat(never.outcome.kind()).isEqualTo(SpanKind.INTERNAL);
	}

	@Test
	void eventsAndIdsAreThoseOfTheCurrentSpan() {
		assertThat(this.recorder.logContext()).isEmpty();
		this.recorder.span("any").run((span) -> {
			this.recorder.event("plain");
			this.recorder.event("rich", Map.of("n", 1));
			assertThat(this.recorder.logContext()).containsEntry("trace_id", span.traceId())
				.containsEntry("span_id", span.spanId())
				.hasSize(2);
			assertThat(this.recorder.traceId()).isEqualTo(span.traceId());
		});
		assertThat(this.recorders.spans.single("any")).hasEvent("plain").hasEvent("rich");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			partner   | GET /prices/{item} | GET partner /prices/{item}
			partner   | _OTHER             | HTTP partner
			warehouse | reserve            | warehouse reserve
			warehouse | Reserve /all       | warehouse Reserve /all
			warehouse | SELECT stock       | warehouse SELECT stock
			partner   | _OTHER /{item}     | HTTP partner /{item}
			""")
	void aCallMayHaveTheNameOfItsOperation(String service, String operation, String name) {
		naming().externalCall(service, operation).run((call) -> {
		});
		assertThat(this.recorders.spans.single(name)).hasKind(SpanKind.CLIENT)
			.hasAttribute("external.operation", operation);
	}

	@Test
	void aJobMayHaveTheNameOfItsTypeAlsoWhenAMessageStartedIt() {
		naming().job("stock", "reconciliation").startedByMessage().run((job) -> {
		});
		assertThat(this.recorders.spans.single("job stock/reconciliation")).hasKind(SpanKind.CONSUMER)
			.hasAttribute("job.type", "reconciliation")
			.doesNotHaveAttributes("peer.service", "service.peer.name");
	}

	private TelemetryRecorder naming() {
		return this.recorders.naming(new OperationSettings(OperationSettings.JobSpanName.TYPE,
				OperationSettings.CallSpanName.OPERATION, JobTrace.CURRENT));
	}

	@Test
	void anOperationMayBeKeptForManyRuns() {
		Operation job = this.recorder.job("q", "t");
		assertThat(this.recorder.job("q", "t")).isSameAs(job);
		job.run((first) -> {
		});
		job.run((second) -> {
		});
		assertThat(this.recorders.spans.named("job.run")).hasSize(2);
	}

	@Test
	void withoutTracesItIsMeasuredAndNoSpanIsMadeCurrent() {
		TelemetryRecorder measuring = new OperationRecorder(null, RootDecider.BY_SAMPLER, this.recorders,
				SpanScopes.PLAIN, false, this.recorders.leaks, this.recorders.failures);
		measuring.job("q", "t").run((job) -> {
			assertThat(Span.current()).isSameAs(Span.getInvalid());
			assertThat(measuring.current()).isSameAs(job);
			assertThat(job.traceId()).isNull();
			job.attribute("a", 1).event("e").measure("m", 1);
		});
		assertThat(this.recorders.measured).containsExactly("job q t started", "job q t true");
		assertThat(this.recorders.spans.spans()).isEmpty();
		assertThat(this.recorders.failures.count()).isZero();
	}

}
