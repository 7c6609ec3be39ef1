package dev.telemetry.record;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose trace a job belongs to that is started within another span.
 */
@NoTelemetryLeaks
class JobTraceTests {

	private static final OperationSettings NEW_TRACES = new OperationSettings(OperationSettings.DEFAULTS.jobs(),
			OperationSettings.DEFAULTS.calls(), JobTrace.NEW);

	private final Recorders recorders = new Recorders();

	@ParameterizedTest
	@EnumSource
	void aNewTraceHasALinkToWhatStartedItHoweverItIsRecorded(Way way) {
		TelemetryRecorder recorder = this.recorders.isolating();
		recorder.span("request").run((request) -> {
			Context before = Context.current();
			way.record(recorder.job("night", "mail").trace(JobTrace.NEW), recorder);
			assertThat(Context.current()).isSameAs(before);
		});
		SpanData request = this.recorders.spans.single("request");
		SpanData job = this.recorders.spans.single("job.run");
		assertThat(job).isRoot().hasAttribute("job.type", "mail");
		assertThat(job.getTraceId()).isNotEqualTo(request.getTraceId());
		assertThat(job.getLinks()).extracting(LinkData::getSpanContext)
			.singleElement()
			.isEqualTo(request.getSpanContext());
		if (way.hasWork()) {
			assertThat(this.recorders.spans.single("work")).hasParent(job);
		}
	}

	@Test
	void whatFailsInItThrowsAndTheContextIsThatOfBefore() {
		TelemetryRecorder recorder = this.recorders.isolating();
		recorder.span("request").run((request) -> {
			try {
				recorder.job("night", "mail").trace(JobTrace.NEW).run((job) -> {
					throw new IllegalStateException("boom");
				});
			}
			catch (IllegalStateException ex) {
				assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(request.spanId());
			}
		});
		assertThat(this.recorders.spans.single("job.run")).isRoot().isError();
		assertThat(this.recorders.spans.single("request")).isNotError();
	}

	@Test
	void withoutASpanAroundItThereIsNoLink() {
		this.recorders.isolating().job("night", "mail").trace(JobTrace.NEW).run((job) -> {
		});
		assertThat(this.recorders.spans.single("job.run").getLinks()).isEmpty();
	}

	@Test
	void baggageGoesAlong() {
		TelemetryRecorder recorder = this.recorders.isolating();
		try (Scope scope = Baggage.builder().put("tenant", "7").build().makeCurrent()) {
			String tenant = recorder.span("request")
				.call((request) -> recorder.job("night", "mail")
					.trace(JobTrace.NEW)
					.call((job) -> Baggage.current().getEntryValue("tenant")));
			assertThat(tenant).isEqualTo("7");
		}
	}

	@Test
	void whatASettingSaysIsForJobsThatBelongToNoJob() {
		TelemetryRecorder recorder = this.recorders.naming(NEW_TRACES);
		recorder.span("request")
			.run((request) -> recorder.externalCall("partner", "prices")
				.run((call) -> recorder.job("night", "outer")
					.run((outer) -> recorder.span("step").run((step) -> recorder.job("night", "inner").run((inner) -> {
					})))));
		SpanData outer = job("outer");
		assertThat(outer).isRoot();
		assertThat(outer.getLinks()).hasSize(1);
		assertThat(job("inner").getTraceId()).isEqualTo(outer.getTraceId());
		assertThat(job("inner").getLinks()).isEmpty();
		assertThat(this.recorders.spans.single("external.api.call")).hasParent(this.recorders.spans.single("request"));
	}

	@Test
	void aJobMaySayOtherwise() {
		TelemetryRecorder recorder = this.recorders.naming(NEW_TRACES);
		recorder.span("request").run((request) -> recorder.job("night", "mail").trace(JobTrace.CURRENT).run((job) -> {
		}));
		assertThat(this.recorders.spans.single("job.run")).hasParent(this.recorders.spans.single("request"));
	}

	@Test
	void whatComesFromAnotherProcessIsBelowThatUnlessTheJobSaysOtherwise() {
		SpanContext remote = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault());
		Context message = Context.root().with(Span.wrap(remote));
		TelemetryRecorder recorder = this.recorders.naming(NEW_TRACES);
		recorder.job("orders", "pack").startedByMessage().start(message).succeed();
		assertThat(job("pack").getTraceId()).isEqualTo(remote.getTraceId());
		recorder.job("orders", "send").trace(JobTrace.NEW).start(message).succeed();
		assertThat(job("send")).isRoot();
		assertThat(job("send").getLinks()).extracting(LinkData::getSpanContext).singleElement().isEqualTo(remote);
	}

	@Test
	void callsAndOtherSpansBelongToTheTraceThatIsCurrent() {
		TelemetryRecorder recorder = this.recorders.naming(NEW_TRACES);
		recorder.span("request").run((request) -> recorder.span("step").trace(JobTrace.NEW).run((step) -> {
		}));
		assertThat(this.recorders.spans.single("step")).hasParent(this.recorders.spans.single("request"));
	}

	private SpanData job(String type) {
		return this.recorders.spans.named("job.run")
			.stream()
			.filter((span) -> span.getAttributes().asMap().containsValue(type))
			.findFirst()
			.orElseThrow();
	}

	private enum Way {

		RUN {
			@Override
			void record(Operation job, TelemetryRecorder recorder) {
				job.run((recording) -> work(recorder));
			}
		},

		ASYNC {
			@Override
			void record(Operation job, TelemetryRecorder recorder) {
				CompletableFuture<String> stage = new CompletableFuture<>();
				job.callAsync((recording) -> {
					work(recorder);
					return stage;
				});
				stage.complete("done");
			}
		},

		OPEN {
			@Override
			void record(Operation job, TelemetryRecorder recorder) {
				try (Recording recording = job.open()) {
					work(recorder);
					recording.succeed();
				}
			}
		},

		BY_HAND {
			@Override
			void record(Operation job, TelemetryRecorder recorder) {
				Recording recording = job.start();
				try (Scope scope = recording.enter()) {
					work(recorder);
				}
				recording.succeed();
			}
		},

		AFTER_THE_FACT {
			@Override
			void record(Operation job, TelemetryRecorder recorder) {
				job.record(Duration.ofSeconds(1), true);
			}
		};

		abstract void record(Operation job, TelemetryRecorder recorder);

		boolean hasWork() {
			return this != AFTER_THE_FACT;
		}

		private static void work(TelemetryRecorder recorder) {
			recorder.span("work").run((work) -> {
			});
		}

	}

}
