package dev.telemetry.autoconfigure.export;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * The loggers of exporters where {@code java.util.logging} belongs to the host.
 */
class QuietExportersTests {

	private static final String GRPC = "io.opentelemetry.exporter.internal.grpc";

	private static final List<String> WRITERS = List.of(GRPC + ".GrpcExporter",
			"io.opentelemetry.exporter.internal.http.HttpExporter",
			"io.opentelemetry.exporter.otlp.internal.GrpcExporter",
			"io.opentelemetry.exporter.otlp.internal.HttpExporter",
			"io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSender");

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord record) {
			QuietExportersTests.this.records.add(record);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
				TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.sampling.ratio=1.0", "telemetry.export.delay=10ms");

	@BeforeEach
	void listen() {
		Logger.getLogger("io.opentelemetry").addHandler(this.handler);
	}

	@AfterEach
	void stopListening() {
		Logger.getLogger("io.opentelemetry").removeHandler(this.handler);
	}

	@Test
	void nothingIsWrittenToTheLoggingOfTheHostAndItIsGivenBackAtTheEnd() {
		this.runner.withPropertyValues("telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint()).run((context) -> {
			context.getBean(OpenTelemetry.class).getTracer("test").spanBuilder("job.run").startSpan().end();
			context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
			System.gc();
			assertThat(WRITERS).noneMatch(QuietExportersTests::writes);
		});
		assertThat(this.records).isEmpty();
		assertThat(WRITERS).allMatch(QuietExportersTests::writes);
	}

	@Test
	void nothingIsWrittenOfTheLastLogRecordsEither() {
		this.runner.withConfiguration(AutoConfigurations.of(TelemetryLogsAutoConfiguration.class))
			.withPropertyValues("telemetry.logs.enabled=true",
					"telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				LoggerFactory.getLogger("shop").info("the last line");
			});
		assertThat(this.records).isEmpty();
		assertThat(WRITERS).allMatch(QuietExportersTests::writes);
	}

	@Test
	void nothingIsWrittenWhileTheApplicationStartsEither() {
		this.runner.withUserConfiguration(ExportingEarly.class)
			.run((context) -> assertThat(context.getBean("quiet", Boolean.class)).isTrue());
	}

	@Test
	void theLastOfTwoContextsGivesItBack() {
		this.runner.run((first) -> {
			this.runner.run((second) -> assertThat(WRITERS).noneMatch(QuietExportersTests::writes));
			assertThat(WRITERS).noneMatch(QuietExportersTests::writes);
		});
		assertThat(WRITERS).allMatch(QuietExportersTests::writes);
	}

	@Test
	void aLevelOfTheHostStays() {
		Logger logger = Logger.getLogger("io.opentelemetry.exporter");
		logger.setLevel(Level.FINE);
		try {
			this.runner.run((context) -> assertThat(WRITERS).allMatch(QuietExportersTests::writes));
			assertThat(logger.getLevel()).isEqualTo(Level.FINE);
		}
		finally {
			logger.setLevel(null);
		}
	}

	@Test
	void theLoggingOfTheApplicationIsSwitchedOffToo() {
		LoggingSystem system = mock(LoggingSystem.class);
		this.runner.withBean("springBootLoggingSystem", LoggingSystem.class, () -> system)
			.run((context) -> then(system).should().setLogLevel(GRPC, LogLevel.OFF));
		then(system).should().setLogLevel(GRPC, null);
	}

	@Test
	void aLevelOfTheApplicationStays() {
		LoggingSystem system = mock(LoggingSystem.class);
		given(system.getLoggerConfiguration("io.opentelemetry"))
			.willReturn(new LoggerConfiguration("io.opentelemetry", LogLevel.DEBUG, LogLevel.DEBUG));
		this.runner.withBean("springBootLoggingSystem", LoggingSystem.class, () -> system)
			.run((context) -> assertThat(WRITERS).allMatch(QuietExportersTests::writes));
		then(system).should(never()).setLogLevel(any(), any());
	}

	@Test
	void aLoggingSystemThatKnowsNoLevelsDoesNotStopTheStart() {
		LoggingSystem system = mock(LoggingSystem.class);
		given(system.getLoggerConfiguration(GRPC)).willThrow(UnsupportedOperationException.class);
		willThrow(UnsupportedOperationException.class).given(system).setLogLevel(GRPC, LogLevel.OFF);
		this.runner.withBean("springBootLoggingSystem", LoggingSystem.class, () -> system)
			.run((context) -> assertThat(WRITERS).noneMatch(QuietExportersTests::writes));
	}

	private static boolean writes(String logger) {
		return Logger.getLogger(logger).isLoggable(Level.SEVERE);
	}

	@Configuration(proxyBeanMethods = false)
	static class ExportingEarly {

		@Bean
		boolean quiet(SpanExporters exporters) {
			return WRITERS.stream().noneMatch(QuietExportersTests::writes);
		}

	}

}
