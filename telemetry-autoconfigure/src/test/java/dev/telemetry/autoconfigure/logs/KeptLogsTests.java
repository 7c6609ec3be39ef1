package dev.telemetry.autoconfigure.logs;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.telemetry.export.LogPipelines;
import dev.telemetry.logs.LogReport;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.record.LogContextScope;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines that follow their trace, and what only telemetry sees of them.
 */
@NoTelemetryLeaks
class KeptLogsTests {

	private static final Logger logger = LoggerFactory.getLogger("shop");

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void theWholeStoryOfWhatFailsArrivesAndNothingOfTheRest() {
		LogReporter reporter;
		try (ConfigurableApplicationContext context = LoggingApplication.builder(LoggingApplication.class)
			.run(LoggingApplication.args(this.receiver, "--ending=quiet", "--telemetry.logs.sampling=kept",
					"--telemetry.sampling.route-interval=0", "--telemetry.sampling.ratio=0.0"))) {
			reporter = context.getBean(LogReporter.class);
			Tracer tracer = context.getBean(Tracer.class);
			for (int i = 0; i < 50; i++) {
				work(tracer, i);
			}
		}
		List<Object> lines = this.receiver.logs()
			.stream()
			.filter((log) -> log.logger().equals("shop"))
			.map(ReceivedLog::body)
			.toList();
		assertThat(lines).containsExactlyInAnyOrder("Began 7", "Failed 7");
		LogReport report = reporter.report();
		assertThat(report.leftOut()).containsEntry("not_kept", 49L);
		assertThat(report.waiting()).isZero();
		assertThat(report.exporters()).singleElement()
			.satisfies((health) -> assertThat(health.handedOver() + 49).isEqualTo(report.captured()));
	}

	private static void work(Tracer tracer, int number) {
		Span span = tracer.spanBuilder("work").startSpan();
		try (Scope ignored = span.makeCurrent()) {
			logger.info("Began {}", number);
			if (number == 7) {
				logger.error("Failed {}", number);
				span.setStatus(StatusCode.ERROR);
			}
		}
		span.end();
	}

	@Test
	void whatOnlyTelemetrySeesFollowsReactorAndIsOnSpansIfWanted() {
		Hooks.enableAutomaticContextPropagation();
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver, "--ending=quiet",
				"--telemetry.logs.context-on-spans=true")) {
			try (LogContextScope ignored = context.getBean(TelemetryRecorder.class)
				.logContext(Map.of("workflow.id", "w-1"))) {
				Mono.fromRunnable(() -> logger.info("Reactive"))
					.subscribeOn(Schedulers.boundedElastic())
					.contextCapture()
					.block();
				context.getBean(Tracer.class).spanBuilder("within").startSpan().end();
			}
			context.getBean(Tracer.class).spanBuilder("after").startSpan().end();
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
		ReceivedLog log = this.receiver.awaitLog((candidate) -> candidate.body().equals("Reactive"));
		assertThat(log.attributes()).containsEntry("workflow.id", "w-1");
		assertThat(log.attributes().get("thread.name")).asString().containsIgnoringCase("boundedElastic-");
		assertThat(this.receiver.awaitSpan((span) -> span.name().equals("within")).attributes())
			.containsEntry("workflow.id", "w-1");
		assertThat(this.receiver.awaitSpan((span) -> span.name().equals("after")).attributes())
			.doesNotContainKey("workflow.id");
	}

	@Test
	void whatOnlyTelemetrySeesFollowsTasks() throws Exception {
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver, "--ending=quiet")) {
			ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutorBuilder.class).build();
			executor.initialize();
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			try (LogContextScope ignored = recorder.logContext(Map.of("workflow.id", "w-1", "attempt", 2))) {
				logger.info("Here");
				executor.submit(() -> logger.info("There")).get();
			}
			executor.submit(() -> logger.info("After")).get();
			executor.shutdown();
			assertThat(context.getBeansOfType(LogPipelines.class)).hasSize(1);
		}
		for (String line : List.of("Here", "There")) {
			assertThat(this.receiver.awaitLog((log) -> log.body().equals(line)).attributes())
				.containsEntry("workflow.id", "w-1")
				.containsEntry("attempt", 2L);
		}
		assertThat(this.receiver.awaitLog((log) -> log.body().equals("After")).attributes())
			.doesNotContainKey("workflow.id");
	}

}
