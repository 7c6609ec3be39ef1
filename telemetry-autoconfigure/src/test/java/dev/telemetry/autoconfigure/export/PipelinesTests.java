package dev.telemetry.autoconfigure.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionCustomizer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pipelines with the beans of Spring Boot and of the application around them.
 */
@NoTelemetryLeaks
class PipelinesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
						TelemetrySamplingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
						OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.sampling.ratio=1.0", "telemetry.export.delay=10ms");

	@Test
	void everyExporterHasOneThatIsNamedAfterIt() {
		this.runner.withBean("archive", SpanExporter.class, RecordedSpans::new)
			.withPropertyValues("telemetry.otel.exporter=otlp,console", "telemetry.otel.endpoint=http://localhost:1")
			.run((context) -> assertThat(health(context)).extracting(ExporterHealth::exporter)
				.containsExactly("archive", "otlp", "console"));
	}

	@Test
	void takesCertificatesThatWereRenewed() {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("backend", bundle(new AtomicInteger()));
		AtomicInteger used = new AtomicInteger();
		this.runner.withBean(SslBundles.class, () -> bundles)
			.withConfiguration(AutoConfigurations.of(TelemetryLogsAutoConfiguration.class))
			.withPropertyValues("telemetry.otel.endpoint=https://localhost:1", "telemetry.otel.ssl.bundle=backend",
					"telemetry.logs.enabled=true")
			.run((context) -> {
				work(context);
				context.getBean(SpanPipelines.class).forceFlush().join(10, TimeUnit.SECONDS);
				bundles.updateBundle("backend", bundle(used));
				assertThat(used).hasValue(0);
				work(context);
				context.getBean(SpanPipelines.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(used).hasPositiveValue();
				int bySpans = used.get();
				LoggerFactory.getLogger("shop").info("a line");
				context.getBean(LogPipelines.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(used).hasValueGreaterThan(bySpans);
			});
	}

	private static SslBundle bundle(AtomicInteger used) {
		SslManagerBundle standard = SslManagerBundle.from(SslStoreBundle.NONE, SslBundleKey.NONE);
		return SslBundle.of(null, null, null, null, new SslManagerBundle() {

			@Override
			public KeyManagerFactory getKeyManagerFactory() {
				return standard.getKeyManagerFactory();
			}

			@Override
			public TrustManagerFactory getTrustManagerFactory() {
				used.incrementAndGet();
				return standard.getTrustManagerFactory();
			}

		});
	}

	@Test
	void oneThatFailsDoesNotDisturbTheOthers() {
		RecordedSpans good = new RecordedSpans();
		this.runner.withBean("bad", SpanExporter.class, () -> new CallingExporter(() -> {
			throw new NoClassDefFoundError("com/example/Gone");
		})).withBean("good", SpanExporter.class, () -> good).run((context) -> {
			work(context);
			assertThat(good.awaitSpan((span) -> span.getName().equals("work"))).isNotNull();
			context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
			assertThat(health(context)).allMatch(ExporterHealth::isBalanced)
				.filteredOn((health) -> health.exporter().equals("bad"))
				.singleElement()
				.satisfies((health) -> {
					assertThat(health.dropped()).containsEntry(LossReason.EXPORT_FAILED, 1L);
					assertThat(health.lastFailure()).isEqualTo("NoClassDefFoundError");
				});
		});
	}

	@Test
	void whatAnExporterCallsIsNotTraced() {
		this.runner.withBean("calling", SpanExporter.class, () -> new CallingExporter()).run((context) -> {
			CallingExporter exporter = context.getBean(CallingExporter.class);
			exporter.call = () -> {
				context.getBean(Tracer.class).spanBuilder("call of the exporter").startSpan().end();
				io.micrometer.tracing.Tracer tracer = context.getBean(io.micrometer.tracing.Tracer.class);
				tracer.nextSpan().name("observed call of the exporter").start().end();
			};
			work(context);
			for (int i = 0; i < 3; i++) {
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
			}
			assertThat(health(context)).singleElement()
				.satisfies((health) -> assertThat(health.handedOver()).isEqualTo(1));
		});
	}

	@Test
	void springBootsExporterSaysWhatItsBackendRejected() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			receiver.respond(Behaviour.partialSuccess(1, "over quota"));
			this.runner
				.withPropertyValues(
						"management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint() + "/v1/traces")
				.run((context) -> {
					work(context);
					context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
					assertThat(health(context)).singleElement().satisfies((health) -> {
						assertThat(health.exporter()).isEqualTo("otlp");
						assertThat(health.dropped()).containsEntry(LossReason.REJECTED, 1L);
					});
				});
		}
	}

	@Test
	void filtersAndPredicatesOfTheApplicationStandBeforeEachExporter() {
		RecordedSpans spans = new RecordedSpans();
		SpanFilter shouting = (span) -> span.setName(span.getName().toUpperCase(Locale.ROOT));
		SpanExportingPredicate unlessHidden = (span) -> !span.getName().equals("hidden");
		this.runner.withBean(SpanExporter.class, () -> spans)
			.withBean(SpanFilter.class, () -> shouting)
			.withBean(SpanExportingPredicate.class, () -> unlessHidden)
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("hidden").startSpan().end();
				work(context);
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(spans.spans()).extracting(SpanData::getName).containsExactly("WORK");
			});
	}

	@Test
	void oneThatThrowsLosesTheSpanThatItThrowsFor() {
		RecordedSpans spans = new RecordedSpans();
		SpanFilter choosy = (span) -> {
			if (span.getName().equals("bad name")) {
				throw new IllegalStateException("A fault of the application");
			}
			return span;
		};
		SpanExportingPredicate afraid = (span) -> {
			if (span.getName().equals("bad luck")) {
				throw new NoClassDefFoundError("com/example/Gone");
			}
			return true;
		};
		this.runner.withBean(SpanExporter.class, () -> spans)
			.withBean(SpanFilter.class, () -> choosy)
			.withBean(SpanExportingPredicate.class, () -> afraid)
			.withPropertyValues("telemetry.export.delay=1m")
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				tracer.spanBuilder("bad name").startSpan().end();
				work(context);
				tracer.spanBuilder("bad luck").startSpan().end();
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(spans.spans()).extracting(SpanData::getName).containsExactly("work");
				assertThat(health(context)).singleElement().satisfies((health) -> {
					assertThat(health.isBalanced()).isTrue();
					assertThat(health.exported()).isEqualTo(1);
					assertThat(health.dropped()).containsEntry(LossReason.REJECTED, 2L);
				});
				assertThat(context.getBean(InternalFailures.class).count()).isEqualTo(2);
			});
	}

	@Test
	void aBatchProcessorOfTheApplicationStandsInForAll() {
		RecordedSpans spans = new RecordedSpans();
		this.runner
			.withBean(BatchSpanProcessor.class,
					() -> BatchSpanProcessor.builder(spans).setScheduleDelay(Duration.ofMillis(10)).build())
			.withPropertyValues("telemetry.otel.exporter=console")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(SpanPipelines.class);
				work(context);
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(spans.spans()).hasSize(1);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.otel.endpoint", "management.opentelemetry.tracing.export.otlp.endpoint" })
	void beforeABatchProcessorOfTheApplicationAnExporterSendsAgainWhatWasRefusedForNow(String endpoint) {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			receiver.respond(Behaviour.status(503));
			this.runner.withUserConfiguration(OwnBatchProcessor.class)
				.withPropertyValues(endpoint + "=" + receiver.endpoint() + "/v1/traces")
				.run((context) -> {
					assertThat(context).doesNotHaveBean(SpanPipelines.class);
					work(context);
					receiver.awaitRequests(1);
					receiver.respond(Behaviour.accept());
					assertThat(receiver.awaitSpans(1)).hasSize(1);
				});
		}
	}

	@Test
	void aBatchProcessorThatIsDeclaredAsAProcessorStaysBesideThePipelines() {
		RecordedSpans spans = new RecordedSpans();
		this.runner.withUserConfiguration(ProcessorConfiguration.class)
			.withBean("spans", RecordedSpans.class, () -> spans)
			.run((context) -> {
				work(context);
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
				// Once by the processor, and once as an exporter.
				assertThat(spans.spans()).hasSize(2);
				assertThat(context.getBeansOfType(BatchSpanProcessor.class)).hasSize(1);
			});
	}

	@Test
	void exportersOfAParentContextHaveOne() {
		RecordedSpans spans = new RecordedSpans();
		new ApplicationContextRunner().withBean("inherited", SpanExporter.class, () -> spans)
			.run((parent) -> this.runner.withParent(parent).run((context) -> {
				work(context);
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(spans.spans()).hasSize(1);
				assertThat(health(context)).extracting(ExporterHealth::exporter).containsExactly("inherited");
			}));
	}

	@Test
	void whatSpringBootStartsWithStarts() {
		this.runner
			.withPropertyValues("telemetry.otel.exporter=console",
					"management.opentelemetry.tracing.export.schedule-delay=0s",
					"management.opentelemetry.tracing.export.timeout=0s",
					"management.opentelemetry.tracing.export.max-queue-size=2000000")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void processorsThatTheApplicationArrangesAreLeftAlone() {
		SpanProcessors mine = SpanProcessors.of(SpanProcessor.composite());
		this.runner.withBean(SpanProcessors.class, () -> mine)
			.withPropertyValues("management.opentelemetry.tracing.export.schedule-delay=10ms")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanPipelines.class)
				.getBean(SpanProcessors.class)
				.isSameAs(mine));
	}

	@Test
	void exportersThatTheApplicationCollectsHaveTheirs() {
		RecordedSpans spans = new RecordedSpans();
		this.runner.withBean(SpanExporters.class, () -> SpanExporters.of(List.of(spans, new RecordedSpans())))
			.run((context) -> assertThat(health(context)).extracting(ExporterHealth::exporter)
				.containsExactly("RecordedSpans", "RecordedSpans-2"));
	}

	@Test
	void oneWithoutANameIsNamedByItsClass() {
		SpanExporter anonymous = new SpanExporter() {

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

		};
		this.runner.withBean(SpanExporters.class, () -> SpanExporters.of(List.of(anonymous)))
			.run((context) -> assertThat(health(context)).extracting(ExporterHealth::exporter)
				.containsExactly(anonymous.getClass().getName()));
	}

	@Test
	void beansThatAreMadeForEachUseStayApart() {
		BeanDefinitionCustomizer prototype = (bean) -> bean.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		this.runner.withBean("one", SpanExporter.class, RecordedSpans::new, prototype)
			.withBean("other", SpanExporter.class, RecordedSpans::new, prototype)
			.run((context) -> assertThat(health(context)).extracting(ExporterHealth::exporter)
				.containsExactly("RecordedSpans", "RecordedSpans-2"));
	}

	@Test
	void springBootsSettingsHoldWhereOursAreNotSet() {
		this.runner
			.withPropertyValues("management.opentelemetry.tracing.export.max-queue-size=100",
					"management.opentelemetry.tracing.export.timeout=7s",
					"management.opentelemetry.tracing.export.max-batch-size=40", "telemetry.export.batch-size=30")
			.run((context) -> assertThat(context.getBean(PipelineSettings.class)).satisfies((settings) -> {
				assertThat(settings.queueSize()).isEqualTo(100);
				assertThat(settings.batchSize()).isEqualTo(30);
				assertThat(settings.timeout()).hasSeconds(7);
			}));
	}

	@Test
	void theDefaultsAreThoseOfTheLibrary() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class))
			.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=console",
					"telemetry.export.delay=1s")
			.run((context) -> assertThat(context.getBean(PipelineSettings.class)).isEqualTo(PipelineSettings.DEFAULTS));
	}

	private static void work(ApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
	}

	private static List<ExporterHealth> health(ApplicationContext context) {
		return context.getBean(SpanPipelines.class).health();
	}

	@Configuration(proxyBeanMethods = false)
	static class ProcessorConfiguration {

		@Bean
		SpanProcessor processor(RecordedSpans spans) {
			return BatchSpanProcessor.builder(spans).setScheduleDelay(Duration.ofMillis(10)).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBatchProcessor {

		@Bean
		BatchSpanProcessor batchSpanProcessor(SpanExporters exporters) {
			return BatchSpanProcessor.builder(SpanExporter.composite(exporters.list()))
				.setScheduleDelay(Duration.ofMillis(10))
				.build();
		}

	}

	/**
	 * Does something else while it exports.
	 */
	static final class CallingExporter implements SpanExporter {

		private volatile Runnable call;

		CallingExporter() {
			this(() -> {
			});
		}

		CallingExporter(Runnable call) {
			this.call = call;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.call.run();
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

	}

}
