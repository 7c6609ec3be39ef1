package dev.telemetry.autoconfigure.logs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.logs.LogReport;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Events of spans that leave as log records.
 */
@NoTelemetryLeaks
class EventsAsLogsTests {

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void eventsOfKeptTracesLeaveAsLogRecordsAndThoseOfOthersAreForgotten() {
		LogReporter reporter;
		try (ConfigurableApplicationContext context = run("log", "--telemetry.sampling.ratio=0.0",
				"--telemetry.sampling.route-interval=0")) {
			reporter = context.getBean(LogReporter.class);
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			fail(recorder);
			context.getBean(Tracer.class).spanBuilder("dropped").startSpan().addEvent("dropped").end();
		}
		ReceivedSpan span = this.receiver.awaitSpan((candidate) -> candidate.name().equals("job.run"));
		assertThat(span.events()).isEmpty();
		assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
		ReceivedLog event = log("read");
		assertThat(event.severity()).isEqualTo(9);
		assertThat(event.body()).isEqualTo("read");
		assertThat(event.logger()).isEqualTo(span.scopeName());
		assertThat(event.attributes()).containsEntry("rows", 3L).doesNotContainValue("s3cr3t-value");
		assertThat(event.attributes()).containsKey("auth.token");
		assertThat(event.traceId()).isEqualTo(span.traceId());
		assertThat(event.spanId()).isEqualTo(span.spanId());
		assertThat(event.flags() & 1).isEqualTo(1);
		assertThat(event.epochNanos()).isBetween(span.startEpochNanos(), span.endEpochNanos());
		ReceivedLog exception = log("exception");
		assertThat(exception.severity()).isEqualTo(17);
		assertThat(exception.body()).isEqualTo("java.lang.IllegalStateException: no paper");
		assertThat(exception.attributes()).containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsEntry("exception.message", "no paper")
			.hasEntrySatisfying("exception.stacktrace",
					(stack) -> assertThat(stack).asString().contains("EventsAsLogsTests"));
		assertThat(this.receiver.logs()).hasSize(2);
		LogReport report = reporter.report();
		assertThat(report.captured()).isEqualTo(2);
		assertThat(report.exporters()).singleElement().satisfies((health) -> {
			assertThat(health.handedOver()).isEqualTo(2);
			assertThat(health.exported()).isEqualTo(2);
		});
	}

	@Test
	void bothAreThereIfWantedWhoeverAddsThem() {
		try (ConfigurableApplicationContext context = run("both")) {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			try (Scope ignored = span.makeCurrent()) {
				span.addEvent("by.hand", Attributes.of(AttributeKey.longArrayKey("sizes"), List.of(1L, 2L)));
				span.recordException(new IllegalArgumentException("handled"));
			}
			span.end();
		}
		ReceivedSpan span = this.receiver.awaitSpan((candidate) -> candidate.name().equals("work"));
		assertThat(span.events()).extracting(ReceivedSpan.Event::name).containsExactly("by.hand", "exception");
		assertThat(log("by.hand").attributes()).containsEntry("sizes", List.of(1L, 2L));
		assertThat(log("exception").severity()).isEqualTo(13);
	}

	@Test
	void withoutLogRecordsTheStartFailsAndSaysWhatToSet() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("telemetry.enabled=true", "telemetry.events.as=log")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("telemetry.events.as")
				.hasMessageContaining("telemetry.logs.enabled"));
	}

	private static void fail(TelemetryRecorder recorder) {
		assertThatIllegalStateException().isThrownBy(() -> recorder.job("invoices", "print").run((job) -> {
			job.event("read", Map.of("rows", 3, "auth.token", "s3cr3t-value"));
			throw new IllegalStateException("no paper");
		}));
	}

	private ConfigurableApplicationContext run(String as, String... more) {
		String[] args = Stream
			.concat(Stream.of("--ending=quiet", "--telemetry.events.as=" + as, "--telemetry.logs.loggers.root=off"),
					Stream.of(more))
			.toArray(String[]::new);
		return LoggingApplication.run(this.receiver, args);
	}

	private ReceivedLog log(String eventName) {
		return this.receiver.awaitLog((candidate) -> candidate.eventName().equals(eventName));
	}

	@EnableTelemetry
	static class Application {

	}

}
