package dev.telemetry.autoconfigure.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of an application.
 */
@NoTelemetryLeaks
class TracerProviderShutdownTests {

	@Test
	void spansOfBeansThatAreDestroyedArrive() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			run(Early.class, "--telemetry.otel.endpoint=" + receiver.endpoint() + "/v1/traces").close();
			assertThat(receiver.spans()).extracting((span) -> span.name()).containsExactly("destroyed");
		}
	}

	@Test
	void springBootsExporterIsStillThereForThem() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			run(Early.class,
					"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint() + "/v1/traces")
				.close();
			assertThat(receiver.spans()).extracting((span) -> span.name()).containsExactly("destroyed");
		}
	}

	@Test
	void anExporterOfTheApplicationIsStillThereWithAllThatItNeeds() {
		ConfigurableApplicationContext context = run(Exporting.class);
		NeedyExporter exporter = context.getBean(NeedyExporter.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.close();
		assertThat(exporter.connection.received.spans()).extracting(SpanData::getName).containsExactly("work");
		assertThat(exporter.shutdowns).hasValueGreaterThanOrEqualTo(1);
	}

	@Test
	void anExporterThatIsNamedLikeSpringBootsIsStillThere() {
		ConfigurableApplicationContext context = run(NamedLikeSpringBoots.class);
		NeedyExporter exporter = context.getBean(NeedyExporter.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.close();
		assertThat(exporter.connection.received.spans()).extracting(SpanData::getName).containsExactly("work");
	}

	@Test
	void anExporterThatExistsBeforeIsDestroyedAsWell() {
		ConfigurableApplicationContext context = run(VeryEarlyExporter.class, "--telemetry.otel.exporter=none");
		Destroyed exporter = context.getBean(Destroyed.class);
		context.close();
		assertThat(exporter.destroyed).isTrue();
	}

	@Test
	void aReporterOfTheApplicationIsStillThere() {
		ConfigurableApplicationContext context = run(Reporting.class, "--telemetry.otel.exporter=none");
		ClosingReporter reporter = context.getBean(ClosingReporter.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.close();
		assertThat(reporter.reported).containsExactly("work");
	}

	@Test
	void whatAnArrangementOfProcessorsNeedsIsStillThere() {
		assertThat(received(OwnProcessors.class, "--telemetry.otel.exporter=none")).containsExactly("work");
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnExporters.class, OwnCustomizer.class })
	void whatIsMadeOfOtherBeansIsStillThereWithAllThatItNeeds(Class<?> configuration) {
		assertThat(received(configuration, "--telemetry.otel.exporter=console")).containsExactly("work");
	}

	@Test
	void whatSpringBootsExporterTakesItsHeadersFromIsStillThere() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			ConfigurableApplicationContext context = run(OwnHeaders.class,
					"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint() + "/v1/traces");
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			context.close();
			assertThat(receiver.spans()).extracting((span) -> span.name()).containsExactly("work");
		}
	}

	@Test
	void springBootsExporterIsShutDownWhereNothingUsesIt() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			ConfigurableApplicationContext context = run(OwnProcessor.class,
					"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint() + "/v1/traces");
			SpanExporter exporter = context.getBean("otlpHttpSpanExporter", SpanExporter.class);
			assertThat(exporter.export(List.of()).join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
			context.close();
			assertThat(exporter.export(List.of()).join(10, TimeUnit.SECONDS).isSuccess()).isFalse();
		}
	}

	@Test
	void tracingThatIsNeededVeryEarlyIsShutDownAsWell() {
		ConfigurableApplicationContext context = run(VeryEarly.class, "--telemetry.otel.exporter=console");
		SpanPipelines pipelines = context.getBean(SpanPipelines.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.close();
		assertThat(pipelines.health()).allSatisfy((health) -> {
			assertThat(health.exported()).isEqualTo(1);
			assertThat(health.queued()).isZero();
		});
	}

	@Test
	void whatComesLaterIsCounted() {
		ConfigurableApplicationContext context = run(Plain.class, "--telemetry.otel.exporter=console");
		SpanPipelines pipelines = context.getBean(SpanPipelines.class);
		context.close();
		assertThat(pipelines.health()).allMatch(ExporterHealth::isBalanced);
	}

	@Test
	void applicationsOneAfterTheOtherLeaveNoThreads() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			for (int i = 0; i < 8; i++) {
				ConfigurableApplicationContext context = run(Plain.class,
						"--telemetry.otel.endpoint=" + receiver.endpoint() + "/v1/traces");
				context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
				context.close();
			}
			assertThat(receiver.spans()).hasSize(8);
		}
		assertThat(GlobalOpenTelemetry.isSet()).isFalse();
	}

	private static List<String> received(Class<?> configuration, String... args) {
		ConfigurableApplicationContext context = run(configuration, args);
		Connection connection = context.getBean(Connection.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.close();
		return connection.received.spans().stream().map(SpanData::getName).toList();
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, String... args) {
		String[] all = Stream
			.concat(Stream.of("--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0",
					"--spring.main.banner-mode=off"), Stream.of(args))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).run(all);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class OwnProcessor {

		@Bean
		BatchSpanProcessor processor() {
			return new Connection().processor();
		}

	}

	/**
	 * Has a bean that is there before tracing, and does not depend on it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Early {

		@Bean
		EarlyBean early(ObjectProvider<Tracer> tracers) {
			return new EarlyBean(tracers);
		}

	}

	static final class EarlyBean implements DisposableBean, SmartInitializingSingleton {

		private final ObjectProvider<Tracer> tracers;

		private @Nullable Tracer tracer;

		EarlyBean(ObjectProvider<Tracer> tracers) {
			this.tracers = tracers;
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.tracer = this.tracers.getObject();
		}

		@Override
		public void destroy() {
			Objects.requireNonNull(this.tracer).spanBuilder("destroyed").startSpan().end();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Exporting {

		@Bean
		Connection connection() {
			return new Connection();
		}

		@Bean
		NeedyExporter exporter(Connection connection) {
			return new NeedyExporter(connection);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class OwnProcessors {

		@Bean
		Connection connection() {
			return new Connection();
		}

		@Bean
		SpanProcessors processors(Connection connection) {
			return SpanProcessors.of(connection.processor());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class OwnExporters {

		@Bean
		Connection connection() {
			return new Connection();
		}

		@Bean
		SpanExporters exporters(Connection connection) {
			return SpanExporters.of(new NeedyExporter(connection));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class OwnCustomizer {

		@Bean
		Connection connection() {
			return new Connection();
		}

		@Bean
		SdkTracerProviderBuilderCustomizer customizer(Connection connection) {
			return (builder) -> builder.addSpanProcessor(connection.processor());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class OwnHeaders {

		@Bean
		Connection connection() {
			return new Connection();
		}

		@Bean
		OtlpHttpSpanExporterBuilderCustomizer headers(Connection connection) {
			return (builder) -> builder.setHeaders(connection::headers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class NamedLikeSpringBoots {

		@Bean
		NeedyExporter otlpHttpSpanExporter() {
			return new NeedyExporter(new Connection());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Reporting {

		@Bean
		ClosingReporter reporter() {
			return new ClosingReporter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class VeryEarly {

		@Bean
		static BeanPostProcessor needsTracing(Tracer tracer) {
			return new BeanPostProcessor() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class VeryEarlyExporter {

		@Bean
		static Destroyed exporter() {
			return new Destroyed();
		}

		@Bean
		static BeanDefinitionRegistryPostProcessor needsIt(Destroyed exporter) {
			return (registry) -> {
			};
		}

	}

	static final class Destroyed implements SpanExporter, DisposableBean {

		private boolean destroyed;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

	static final class ClosingReporter implements SpanReporter {

		private final List<String> reported = new CopyOnWriteArrayList<>();

		private volatile boolean closed;

		@Override
		public void report(FinishedSpan span) {
			if (!this.closed) {
				this.reported.add(span.getName());
			}
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	static final class Connection implements AutoCloseable {

		private final RecordedSpans received = new RecordedSpans();

		private volatile boolean closed;

		// Long enough for nothing to leave before the end.
		BatchSpanProcessor processor() {
			return BatchSpanProcessor.builder(new NeedyExporter(this)).setScheduleDelay(Duration.ofMillis(500)).build();
		}

		CompletableResultCode send(Collection<SpanData> spans) {
			return (this.closed) ? CompletableResultCode.ofFailure() : this.received.export(spans);
		}

		Map<String, String> headers() {
			if (this.closed) {
				throw new IllegalStateException("Closed");
			}
			return Map.of("authorization", "token");
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	static final class NeedyExporter implements SpanExporter {

		private final Connection connection;

		private final AtomicInteger shutdowns = new AtomicInteger();

		NeedyExporter(Connection connection) {
			this.connection = connection;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.connection.send(spans);
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.connection.close();
			this.shutdowns.incrementAndGet();
			return CompletableResultCode.ofSuccess();
		}

	}

}
