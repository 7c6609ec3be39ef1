package dev.telemetry.autoconfigure.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.EventGate;
import dev.telemetry.record.EventNames;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;
import dev.telemetry.test.ReceivedSpan;
import dev.telemetry.worker.EventCatalog;
import dev.telemetry.worker.FollowedWorkers;
import dev.telemetry.worker.LineFate;
import dev.telemetry.worker.PoolCounts;
import dev.telemetry.worker.Worker;
import dev.telemetry.worker.Workers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with worker processes, and a real receiver.
 */
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerApplicationTests {

	private static final String SCRIPT = "t=${TRACEPARENT#00-}; t=${t%%-*}; p=${TRACEPARENT#00-*-}; p=${p%-*}; "
			+ "printf 'TELEMETRY:{\"event\":\"order.scored\",\"measurements\":{\"score\":0.5},\"metadata\":{\"item\":\"tea\"},"
			+ "\"correlation_id\":\"%s\"}\\n' $t >&2; "
			+ "printf 'TELEMETRY:{\"event\":\"score\",\"measurements\":{\"duration_seconds\":0.01},\"metadata\":"
			+ "{\"password\":\"topsecret\",\"span_id\":\"%s\",\"parent_span_id\":\"%s\",\"status\":\"OK\"},\"correlation_id\":\"%s\"}\\n' $s $p $t >&2; "
			+ "echo \"plain $OTEL_EXPORTER $TELEMETRY_SAMPLING_RATIO $TELEMETRY_SAMPLING_PARENT\" >&2";

	private final OtlpReceiver receiver = OtlpReceiver.http();

	private ConfigurableApplicationContext context;

	@BeforeAll
	void start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		this.context = application.run("--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0",
				"--telemetry.logs.enabled=true", "--telemetry.otel.endpoint=" + this.receiver.endpoint(),
				"--telemetry.otel.protocol=http", "--telemetry.export.delay=10ms", "--spring.main.banner-mode=off");
	}

	@AfterAll
	void close() {
		this.context.close();
		this.receiver.close();
	}

	private void work(String spanId) throws Exception {
		this.context.getBean(TelemetryRecorder.class).job("orders", "score").run((job) -> run(spanId));
	}

	private void run(String spanId) throws IOException, InterruptedException {
		try (Worker worker = this.context.getBean(Workers.class)
			.start(new ProcessBuilder("/bin/sh", "-c", "s=" + spanId + "; " + SCRIPT), "scoring")) {
			assertThat(worker.waitFor()).isZero();
		}
	}

	private PoolCounts counts() {
		return this.context.getBean(FollowedWorkers.class)
			.pools()
			.stream()
			.filter((pool) -> pool.pool().equals("scoring"))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void theSpansOfTheWorkerArriveBelowItsRun() throws Exception {
		work("00000000000000a1");
		ReceivedSpan score = this.receiver.awaitSpan((span) -> span.spanId().equals("00000000000000a1"));
		ReceivedSpan run = this.receiver.awaitSpan((span) -> span.spanId().equals(score.parentSpanId()));
		ReceivedSpan job = this.receiver.awaitSpan((span) -> span.spanId().equals(run.parentSpanId()));
		assertThat(List.of(score.name(), run.name(), job.name())).containsExactly("score", "worker.run", "job.run");
		assertThat(score.attributes()).containsEntry("worker.pool", "scoring").containsKeys("process.pid", "password");
		assertThat(score.toString()).doesNotContain("topsecret");
		assertThat(List.of(score.traceId(), run.traceId())).containsOnly(job.traceId());
	}

	@Test
	void aJobOfAWorkerInJavaIsBelowItsRun() throws Exception {
		ProcessBuilder child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				ChildApplication.class.getName());
		child.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		try (Worker worker = this.context.getBean(Workers.class).start(child, "java")) {
			assertThat(worker.waitFor()).isZero();
		}
		ReceivedSpan job = this.receiver.awaitSpan((span) -> "of a child".equals(span.attributes().get("job.type")));
		ReceivedSpan run = this.receiver.awaitSpan((span) -> span.spanId().equals(job.parentSpanId()));
		assertThat(run.name()).isEqualTo("worker.run");
		assertThat(job.attributes()).containsEntry("worker.pool", "java").containsEntry("worker.service", "child");
		assertThat(job.events()).extracting(ReceivedSpan.Event::name).containsExactly("half.way");
	}

	@Test
	void eventsAndTextsAreLogRecordsOfTheTrace() throws Exception {
		work("00000000000000a2");
		ReceivedSpan score = this.receiver.awaitSpan((span) -> span.spanId().equals("00000000000000a2"));
		ReceivedLog event = this.receiver
			.awaitLog((log) -> log.body().equals("order.scored") && log.traceId().equals(score.traceId()));
		assertThat(event.logger()).isEqualTo("telemetry.worker.scoring");
		assertThat(event.attributes()).containsEntry("item", "tea").containsEntry("worker.pool", "scoring");
		ReceivedLog text = this.receiver
			.awaitLog((log) -> log.body().toString().startsWith("plain") && log.traceId().equals(score.traceId()));
		assertThat(text.body()).isEqualTo("plain stderr 1.0 ignore");
		assertThat(text.spanId()).isEqualTo(score.parentSpanId());
	}

	@Test
	void linesAndMeasurementsAreMeters() throws Exception {
		work("00000000000000a3");
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		assertThat(registry.get("order.scored.score").tag("pool", "scoring").summary().max()).isEqualTo(0.5);
		assertThat(registry.get("worker.events").tag("event", "order.scored").counter().count()).isPositive();
		assertThat(registry.get("telemetry.worker.lines")
			.tags("pool", "scoring", "outcome", "folded", "reason", "none")
			.functionCounter()
			.count()).isEqualTo(counts().lines(LineFate.FOLDED)).isPositive();
		assertThat(registry.get("telemetry.workers.running").tag("pool", "scoring").gauge().value()).isZero();
		assertThat(registry.get("telemetry.worker.queue.max.size").gauge().value()).isEqualTo(8 * 1024 * 1024);
	}

	@Test
	void namesThatAreExcludedAreExcludedForWorkersToo() throws Exception {
		EventGate gate = this.context.getBean(EventGate.class);
		gate.excluded().rebase((before) -> EventNames.of(List.of("order.*")));
		try {
			long before = counts("excluded");
			this.context.getBean(Workers.class)
				.start(new ProcessBuilder("/bin/sh", "-c",
						"echo \"$TELEMETRY_EVENTS_EXCLUDE\"; " + "echo 'TELEMETRY:{\"event\":\"order.scored\"}' >&2"),
						"excluded")
				.waitFor();
			assertThat(counts("excluded")).isEqualTo(before + 1);
		}
		finally {
			gate.excluded().rebase((before) -> EventNames.NONE);
		}
	}

	private long counts(String pool) {
		return this.context.getBean(FollowedWorkers.class)
			.pools()
			.stream()
			.filter((counts) -> counts.pool().equals(pool))
			.mapToLong((counts) -> counts.lines(LineFate.EXCLUDED))
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

		@Bean
		EventCatalog events() {
			return EventCatalog.of(Map.of("order.scored", Set.of("score")));
		}

	}

}
