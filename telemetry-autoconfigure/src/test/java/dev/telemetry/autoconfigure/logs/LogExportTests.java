package dev.telemetry.autoconfigure.logs;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

import dev.telemetry.control.Adjustable;
import dev.telemetry.control.Adjustment;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogReport;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.logs.LoggerRules;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * An application whose log records are exported, with a real receiver.
 */
@ExtendWith(OutputCaptureExtension.class)
@NoTelemetryLeaks
class LogExportTests {

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void everyLineArrivesFromTheFirstToTheLast() {
		LoggingApplication.run(this.receiver).close();
		List<ReceivedLog> logs = this.receiver.logs();
		List<String> bodies = logs.stream().map((log) -> log.body().toString()).toList();
		assertThat(bodies).anyMatch((body) -> body.startsWith("Starting LoggingApplication using Java"));
		assertThat(bodies).anyMatch((body) -> body.startsWith("Telemetry is on"))
			.anyMatch((body) -> body.startsWith("Started LoggingApplication"))
			.contains("Working", "Destroyed")
			.doesNotHaveDuplicates();
		assertThat(logs).allSatisfy((log) -> assertThat(log.resourceAttributes()).containsKey("service.name"));
	}

	@Test
	void aLineBelongsToItsSpan() {
		LoggingApplication.run(this.receiver).close();
		ReceivedSpan span = this.receiver.awaitSpan((candidate) -> candidate.name().equals("work"));
		ReceivedLog log = this.receiver.awaitLog((candidate) -> candidate.body().equals("Working"));
		assertThat(log.traceId()).isEqualTo(span.traceId());
		assertThat(log.spanId()).isEqualTo(span.spanId());
		assertThat(log.logger()).isEqualTo(LoggingApplication.class.getName());
		assertThat(log.severity()).isEqualTo(9);
		assertThat(log.attributes()).isEqualTo(Map.of("thread.name", Thread.currentThread().getName()));
	}

	@Test
	void oneLineSaysWhatIsExportedAndWhere(CapturedOutput output) {
		LoggingApplication.run(this.receiver, "--telemetry.logs.loggers.org.springframework=warn").close();
		assertThat(output.getOut()).contains("logs={org.springframework=warn, root=info} by Logback to otlp http "
				+ this.receiver.endpoint() + "/v1/logs (");
		assertThat(this.receiver.logs()).extracting(ReceivedLog::logger)
			.noneMatch((logger) -> logger.startsWith("org.springframework."));
	}

	@Test
	void oneBeanAndMetersSayHowItIs() {
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver)) {
			this.receiver.awaitLog((log) -> log.body().toString().startsWith("Started"));
			LogReport report = context.getBean(LogReporter.class).report();
			assertThat(report.system()).isEqualTo("Logback");
			assertThat(report.attachedSince()).isNotNull();
			assertThat(report.leftTo()).isNull();
			assertThat(report.captured()).isPositive();
			assertThat(report.leftOut()).allSatisfy((reason, number) -> assertThat(number).isZero());
			assertThat(report.exporters()).singleElement()
				.satisfies((health) -> assertThat(health.kind()).isEqualTo("logs"));
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("telemetry.logs.captured").functionCounter().count()).isPositive();
			assertThat(meters.get("telemetry.logs.handed.over").functionCounter().count()).isPositive();
			assertThat(meters.find("telemetry.logs.put.back").functionCounter()).isNotNull();
		}
	}

	@Test
	void everyRecordIsAccountedFor() {
		LogPipelines<?> pipelines;
		LogCapture capture;
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver)) {
			pipelines = context.getBean(LogPipelines.class);
			capture = context.getBean(LogCapture.class);
			for (int i = 0; i < 1_000; i++) {
				LoggerFactory.getLogger("shop").info("Order {}", i);
			}
		}
		assertThat(pipelines.health()).singleElement().satisfies((health) -> {
			assertThat(health.isBalanced()).isTrue();
			assertThat(health.handedOver()).isEqualTo(capture.captured());
			assertThat(health.lost()).isZero();
		});
		assertThat(this.receiver.logs()).hasSize((int) capture.captured());
	}

	@Test
	void theLastSpansAndLinesShareTheTimeThereIs() {
		ConfigurableApplicationContext context = LoggingApplication.run(this.receiver,
				"--telemetry.export.shutdown-timeout=3s");
		this.receiver.awaitSpan((span) -> span.name().equals("work"));
		this.receiver.respond(Behaviour.hang());
		context.getBean(OpenTelemetry.class).getTracer("test").spanBuilder("last").startSpan().end();
		long start = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(3),
				Duration.ofMillis(5_500));
	}

	@Test
	void aLevelIsChangedWhileTheApplicationRuns() {
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver,
				"--logging.level.shop=debug")) {
			Logger shop = LoggerFactory.getLogger("shop");
			Adjustable<LoggerRules> rules = context.getBean(LogCapture.class).rules();
			shop.debug("before");
			Adjustment<LoggerRules> debug = rules.add((before) -> before.with("shop", 5), null);
			shop.debug("meanwhile");
			assertThat(context.getBean(LogReporter.class).report().loggers()).containsEntry("shop", 5);
			rules.remove(debug);
			shop.debug("after");
		}
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body)
			.contains("meanwhile")
			.doesNotContain("before", "after");
	}

	@Test
	void secretsAreReplaced() {
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver)) {
			LoggerFactory.getLogger("shop")
				.atInfo()
				.addKeyValue("api_token", "abc")
				.log("Card 4111111111111111, Authorization: Bearer abcdef0123456789abcdef");
			LoggerFactory.getLogger("shop").info("failed", new IllegalStateException("password=hunter22"));
		}
		assertThat(this.receiver.logs().toString()).doesNotContain("4111111111111111", "hunter22", "api_token=abc")
			.contains("[redacted:card]");
	}

	@Test
	void everyLineArrivesAlsoIfTheThreadThatClosesTheApplicationIsInterrupted() {
		ConfigurableApplicationContext context = LoggingApplication.run(this.receiver);
		// As an executor does that is shut down while its task closes the application.
		context.addApplicationListener(
				(ApplicationListener<ContextClosedEvent>) (closed) -> Thread.currentThread().interrupt());
		context.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Destroyed");
	}

	@Test
	void theFailureOfAStartArrives() {
		assertThatException().isThrownBy(() -> LoggingApplication.run(this.receiver, "--ending=fails"));
		ReceivedLog log = this.receiver.awaitLog((candidate) -> candidate.body().equals("Application run failed"));
		assertThat(log.severity()).isEqualTo(17);
		assertThat(log.attributes().get("exception.stacktrace").toString()).contains("The bean failed");
	}

	@Test
	void theFailureOfARunnerArrives() {
		assertThatException().isThrownBy(() -> LoggingApplication.run(this.receiver, "--ending=throws"));
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Application run failed", "Destroyed");
	}

	@Test
	void withoutAnEndpointNothingIsCapturedAndAWarningSaysSo(CapturedOutput output) {
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver,
				"--telemetry.otel.exporter=console")) {
			assertThat(output.getOut()).contains("Log records are not exported: there is no endpoint");
			assertThat(context.getBean(LogReporter.class).report().attachedSince()).isNull();
		}
	}

	@Test
	void offMeansThatThereIsNothing() {
		try (ConfigurableApplicationContext context = LoggingApplication.builder(LoggingApplication.class)
			.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none", "--ending=quiet")) {
			assertThat(context.getBeansOfType(LogCapture.class)).isEmpty();
			assertThat(context.getBeansOfType(LogPipelines.class)).isEmpty();
		}
		assertThat(this.receiver.logs()).isEmpty();
	}

	@Test
	void aBackendThatIsAwayAtTheStartGetsAllTheSame() {
		this.receiver.respond(Behaviour.status(503));
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver,
				"--telemetry.export.breaker.probe-interval=20ms")) {
			this.receiver.awaitRequests(2);
			this.receiver.respond(Behaviour.accept());
			this.receiver.awaitLog((log) -> log.body().toString().startsWith("Starting LoggingApplication"));
			List<ExporterHealth> health = context.getBean(LogReporter.class).report().exporters();
			assertThat(health).allSatisfy((exporter) -> assertThat(exporter.lost()).isZero());
		}
	}

	@Test
	void twoApplicationsInOneProcessExportEachLineOnce(CapturedOutput output) {
		try (ConfigurableApplicationContext first = LoggingApplication.run(this.receiver)) {
			LoggingApplication.run(this.receiver, "--ending=quiet").close();
			assertThat(output).contains("logs=left to another application in this JVM (telemetry.logs.enabled)");
			LoggerFactory.getLogger("shop").info("After the second");
			this.receiver.awaitLog((log) -> log.body().equals("After the second"));
			LoggingApplication.run(this.receiver, "--ending=quiet").close();
			LoggerFactory.getLogger("shop").info("After the third");
			assertThat(first.getBean(LogReporter.class).report().attachedSince()).isNotNull();
		}
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body)
			.containsOnlyOnce("After the second", "After the third");
	}

}
