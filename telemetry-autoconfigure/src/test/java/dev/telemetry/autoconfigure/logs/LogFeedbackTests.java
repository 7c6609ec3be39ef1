package dev.telemetry.autoconfigure.logs;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged because a record is exported is no record: neither what the exporter's
 * libraries log at any level, nor what a processor and an exporter of the application do.
 */
@NoTelemetryLeaks
class LogFeedbackTests {

	private static final Logger logger = LoggerFactory.getLogger("shop");

	private static final int LINES = 3;

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http" })
	void exportingMakesNoRecords(String protocol) {
		try (OtlpReceiver receiver = (protocol.equals("grpc")) ? OtlpReceiver.grpc() : OtlpReceiver.http()) {
			String[] args = Stream
				.of(LoggingApplication.args(receiver, "--ending=quiet", "--telemetry.logs.loggers.root=debug",
						// The receiver is in this process.
						"--telemetry.logs.loggers.com.sun.net.httpserver=off"))
				.map((arg) -> arg.startsWith("--telemetry.otel.protocol=") ? "--telemetry.otel.protocol=" + protocol
						: arg)
				.toArray(String[]::new);
			AtomicInteger loud;
			try (ConfigurableApplicationContext context = LoggingApplication
				.builder(LoggingApplication.class, LoudConfiguration.class)
				.run(args)) {
				loud = context.getBean(LoudExporter.class).batches;
				LoggingSystem levels = context.getBean(LoggingSystem.class);
				levels.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.DEBUG);
				for (int i = 0; i < LINES; i++) {
					String line = "Line " + i;
					logger.info(line);
					receiver.awaitLog((log) -> log.body().equals(line));
				}
				levels.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
			}
			assertThat(loud).hasPositiveValue();
			List<ReceivedLog> logs = receiver.logs();
			long first = time(logs, 0);
			long last = time(logs, LINES - 1);
			assertThat(logs).filteredOn((log) -> log.epochNanos() >= first && log.epochNanos() <= last)
				.extracting(ReceivedLog::logger)
				.hasSize(LINES)
				.containsOnly("shop");
			assertThat(logs).extracting(ReceivedLog::logger).doesNotContain("loud");
		}
	}

	private static long time(List<ReceivedLog> logs, int line) {
		return logs.stream().filter((log) -> log.body().equals("Line " + line)).findFirst().orElseThrow().epochNanos();
	}

	/**
	 * An exporter and a processor that log each time they are called.
	 */
	@Configuration(proxyBeanMethods = false)
	static class LoudConfiguration {

		// Spring would shut it down once more.
		@Bean(destroyMethod = "")
		LoudExporter loudExporter() {
			return new LoudExporter();
		}

		@Bean
		LogRecordProcessor loudProcessor() {
			return new LoudProcessor();
		}

	}

	private static final class LoudProcessor implements LogRecordProcessor {

		private static final Logger loud = LoggerFactory.getLogger("loud");

		@Override
		public void onEmit(Context context, ReadWriteLogRecord log) {
			loud.info("Processing");
		}

	}

	private static final class LoudExporter implements LogRecordExporter {

		private static final Logger loud = LoggerFactory.getLogger("loud");

		private final AtomicInteger batches = new AtomicInteger();

		@Override
		public CompletableResultCode export(Collection<LogRecordData> logs) {
			loud.info("Exporting {}", logs.size());
			this.batches.incrementAndGet();
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			loud.info("Flushing");
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			loud.info("Shutting down");
			return CompletableResultCode.ofSuccess();
		}

	}

}
