package dev.telemetry.autoconfigure.logs;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * An application that logs by Log4j2, on a class path of its own without Logback.
 */
@Tag("log4j2")
@NoTelemetryLeaks
class Log4j2ExportTests {

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void everyLineArrivesFromTheFirstToTheLastWithItsSpan() {
		assertThat(ClassUtils.isPresent("ch.qos.logback.classic.Logger", null)).isFalse();
		LoggingApplication.run(this.receiver).close();
		List<String> bodies = this.receiver.logs().stream().map((log) -> log.body().toString()).toList();
		assertThat(bodies).anyMatch((body) -> body.startsWith("Starting LoggingApplication using Java"))
			.anyMatch((body) -> body.contains("logs={root=info} by Log4j2 to otlp http"))
			.anyMatch((body) -> body.startsWith("Started LoggingApplication"))
			.contains("Working", "Destroyed")
			.doesNotHaveDuplicates();
		ReceivedSpan span = this.receiver.awaitSpan((candidate) -> candidate.name().equals("work"));
		ReceivedLog log = this.receiver.awaitLog((candidate) -> candidate.body().equals("Working"));
		assertThat(log.traceId()).isEqualTo(span.traceId());
		assertThat(log.spanId()).isEqualTo(span.spanId());
		assertThat(log.logger()).isEqualTo(LoggingApplication.class.getName());
		assertThat(log.attributes()).isEqualTo(Map.of("thread.name", Thread.currentThread().getName()));
	}

	@Test
	void theFailureOfAStartArrives() {
		assertThatException().isThrownBy(() -> LoggingApplication.run(this.receiver, "--ending=fails"));
		ReceivedLog log = this.receiver.awaitLog((candidate) -> candidate.body().equals("Application run failed"));
		assertThat(log.attributes().get("exception.stacktrace").toString()).contains("The bean failed");
	}

}
