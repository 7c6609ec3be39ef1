package dev.telemetry.autoconfigure.logs;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogReport;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where log records go, and when nothing is captured.
 */
class LogTargetsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
						TelemetrySamplingAutoConfiguration.class, TelemetryLogsAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OpenTelemetryLoggingAutoConfiguration.class, OtlpLoggingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.logs.enabled=true", "telemetry.logs.loggers.root=off");

	private final ApplicationContextRunner withEndpoint = this.runner
		.withPropertyValues("telemetry.otel.endpoint=http://collector:4317");

	@Test
	void recordsGoWhereSpansGo() {
		this.withEndpoint
			.run((context) -> assertThat(targets(context)).containsExactly("otlp grpc http://collector:4317"));
	}

	@Test
	void recordsMayGoElsewhere() {
		this.withEndpoint.withPropertyValues("telemetry.logs.endpoint=http://loki:3100/otlp/v1/logs")
			.run((context) -> assertThat(targets(context)).containsExactly("otlp http http://loki:3100/otlp/v1/logs"));
	}

	@Test
	void recordsGoToAnEndpointOfTheirOwnWhereverSpansGo() {
		ApplicationContextRunner loki = this.runner
			.withPropertyValues("telemetry.logs.endpoint=http://loki:3100/otlp/v1/logs");
		loki.withPropertyValues("telemetry.otel.exporter=console")
			.run((context) -> assertThat(targets(context)).containsExactly("otlp http http://loki:3100/otlp/v1/logs"));
		loki.withPropertyValues("telemetry.otel.exporter=none")
			.run((context) -> assertThat(targets(context)).isEmpty());
		this.withEndpoint.withPropertyValues("telemetry.otel.exporter=console")
			.run((context) -> assertThat(targets(context)).isEmpty());
	}

	@Test
	void recordsGoToAFileOfTheirOwn(@TempDir Path directory) {
		this.withEndpoint
			.withPropertyValues("telemetry.otel.exporter=otlp,file",
					"telemetry.otel.file.path=" + directory.resolve("traces.jsonl"),
					"telemetry.logs.file.path=" + directory.resolve("logs.jsonl"))
			.run((context) -> assertThat(targets(context)).containsExactly("otlp grpc http://collector:4317",
					"file " + directory.resolve("logs.jsonl")));
	}

	@Test
	void anExporterOfTheApplicationIsOneMore() {
		this.withEndpoint.withBean("archive", LogRecordExporter.class, Archive::new)
			.run((context) -> assertThat(targets(context)).containsExactly("archive",
					"otlp grpc http://collector:4317"));
	}

	@Test
	void anExporterOfTheApplicationThatIsNamedLikeOursHasNumbersOfItsOwn() {
		this.withEndpoint.withBean("otlp", LogRecordExporter.class, Archive::new)
			.run((context) -> assertThat(report(context).exporters()).extracting(ExporterHealth::exporter)
				.containsExactly("otlp", "otlp-2"));
	}

	@Test
	void anExporterThatHasAScopeOfItsOwnIsOne() {
		this.withEndpoint
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.withUserConfiguration(ScopedArchive.class)
			.run((context) -> assertThat(targets(context)).containsExactly("archive",
					"otlp grpc http://collector:4317"));
	}

	@Test
	void anExporterOfTheApplicationIsStillThereForTheLastRecords() {
		Archive archive = new Archive();
		this.withEndpoint.withBean("archive", LogRecordExporter.class, () -> archive)
			.withPropertyValues("telemetry.otel.exporter=console", "telemetry.logs.loggers.shop.Orders=info",
					"telemetry.export.delay=1h")
			.withBean(DisposableBean.class, () -> () -> LoggerFactory.getLogger("shop.Orders").info("Destroyed"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(archive.bodies).containsExactly("Destroyed");
	}

	@Test
	void springBootsExporterIsUsedWhereOnlyItHasAnAddress() {
		this.runner
			.withPropertyValues("telemetry.otel.exporter=otlp",
					"management.opentelemetry.logging.export.otlp.endpoint=http://collector:4318/v1/logs")
			.run((context) -> assertThat(targets(context)).containsExactly("otlp of Spring Boot"));
	}

	@Test
	void aContainerThatWasStartedForItWinsOverAnEndpoint() {
		this.withEndpoint
			.withBean(OtlpLoggingConnectionDetails.class, () -> (transport) -> "http://localhost:32768/v1/logs")
			.withPropertyValues("telemetry.logs.endpoint=http://loki:3100/otlp/v1/logs")
			.run((context) -> assertThat(targets(context)).containsExactly("otlp of Spring Boot"));
	}

	@Test
	void anEndpointWinsOverThatOfSpringBoot() {
		this.withEndpoint
			.withPropertyValues("management.opentelemetry.logging.export.otlp.endpoint=http://other:4318/v1/logs")
			.run((context) -> assertThat(targets(context)).containsExactly("otlp grpc http://collector:4317"));
	}

	@Test
	void springBootsExporterSaysWhatItsBackendRejected() {
		withSpringBootsExporter((receiver, context) -> {
			receiver.respond(Behaviour.partialSuccess(1, "over quota"));
			LoggerFactory.getLogger("shop.Orders").info("Placed");
			flush(context);
			assertThat(health(context).exported()).isZero();
			assertThat(health(context).dropped()).containsEntry(LossReason.REJECTED, 1L);
		});
	}

	@Test
	void aPageThatSpringBootsExporterIsAnsweredIsNoAcknowledgement() {
		withSpringBootsExporter((receiver, context) -> {
			receiver.respond(Behaviour.body("text/html", "<html>Please log in</html>"));
			LoggerFactory.getLogger("shop.Orders").info("Placed");
			flush(context);
			assertThat(health(context).exported()).isZero();
			assertThat(health(context).queued()).isEqualTo(1);
			receiver.respond(Behaviour.accept());
			flush(context);
			assertThat(health(context).exported()).isEqualTo(1);
		});
	}

	private void withSpringBootsExporter(BiConsumer<OtlpReceiver, ApplicationContext> work) {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			this.runner
				.withPropertyValues("telemetry.otel.exporter=otlp", "telemetry.export.delay=1h",
						"telemetry.logs.loggers.shop.Orders=info",
						"management.opentelemetry.logging.export.otlp.endpoint=" + receiver.endpoint() + "/v1/logs")
				.run((context) -> work.accept(receiver, context));
		}
	}

	private static void flush(ApplicationContext context) {
		assertThat(context.getBean(LogPipelines.class).forceFlush().join(20, TimeUnit.SECONDS).isDone()).isTrue();
	}

	private static ExporterHealth health(ApplicationContext context) {
		return report(context).exporters().get(0);
	}

	@Test
	void nothingIsCapturedWhereNothingIsExported() {
		this.withEndpoint.withPropertyValues("telemetry.otel.exporter=none").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(targets(context)).isEmpty();
			assertThat(report(context).attachedSince()).isNull();
		});
	}

	@Test
	void springBootsSwitchForTheExportOfLogsHolds() {
		this.withEndpoint.withPropertyValues("management.logging.export.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(LogPipelines.class);
			assertThat(report(context).attachedSince()).isNull();
		});
	}

	@Test
	void metricsAloneExportNoRecords() {
		this.withEndpoint.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(LogCapture.class));
	}

	@Test
	void aLoggingSystemThatIsUnknownStopsNothing() {
		this.withEndpoint
			.withClassLoader(
					new FilteredClassLoader("ch.qos.logback", "org.apache.logging.log4j.core", "io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static List<String> targets(ApplicationContext context) {
		return report(context).exporters().stream().map(ExporterHealth::target).toList();
	}

	private static LogReport report(ApplicationContext context) {
		return context.getBean(LogReporter.class).report();
	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedArchive {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		LogRecordExporter archive() {
			return new Archive();
		}

	}

	/**
	 * An exporter of an application.
	 */
	private static final class Archive implements LogRecordExporter {

		private final List<String> bodies = new CopyOnWriteArrayList<>();

		private volatile boolean closed;

		@Override
		public CompletableResultCode export(Collection<LogRecordData> logs) {
			if (this.closed) {
				return CompletableResultCode.ofFailure();
			}
			logs.forEach((log) -> this.bodies.add(log.getBodyValue().asString()));
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.closed = true;
			return CompletableResultCode.ofSuccess();
		}

	}

}
