package dev.telemetry.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;
import dev.telemetry.test.TelemetryAssertions;

/**
 * Jobs that are running when the application ends.
 */
@NoTelemetryLeaks
class OpenRecordingsShutdownTests {

	@ParameterizedTest
	@ValueSource(classes = { OwnExporter.class, OwnProcessor.class, OwnSimpleProcessor.class, OwnProcessors.class })
	void aJobThatABeanWaitsForIsNotCutOff(Class<?> configuration) {
		ConfigurableApplicationContext context = run(configuration);
		RecordedSpans spans = context.getBean(Taken.class).spans();
		context.getBean(Pool.class).running = context.getBean(TelemetryRecorder.class).job("q", "t").start();
		context.close();
		TelemetryAssertions.assertThat(spans.single("job.run")).isNotError().hasAttribute("job.success", true);
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnProcessor.class, OwnTracerProvider.class, OwnSdk.class })
	void aJobThatIsCutOffArrivesWhereTheApplicationTakesItsSpans(Class<?> configuration) {
		assertThatAJobIsCutOff(configuration, "--telemetry.sampling.enabled=false");
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnProcessor.class, OwnSimpleProcessor.class })
	void aJobThatIsCutOffArrivesBehindTheSampler(Class<?> configuration) {
		assertThatAJobIsCutOff(configuration);
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnExporter.class, OwnProcessor.class })
	void aJobThatIsCutOffArrivesWhereTheExportIsExcluded(Class<?> configuration) {
		assertThatAJobIsCutOff(configuration,
				"--spring.autoconfigure.exclude=dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration");
	}

	@Test
	void aJobIsCutOffAlsoWhereTheApplicationHasPutAProxyBeforeTheRecorder() {
		assertThatAJobIsCutOff(OwnProxy.class);
	}

	private static void assertThatAJobIsCutOff(Class<?> configuration, String... args) {
		ConfigurableApplicationContext context = run(configuration, args);
		RecordedSpans spans = context.getBean(Taken.class).spans();
		context.getBean(TelemetryRecorder.class).job("q", "t").start();
		context.close();
		TelemetryAssertions.assertThat(spans.single("job.run")).isError().hasAttribute("error.type", "shutdown");
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, String... args) {
		String[] all = Stream
			.concat(Stream.of("--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0",
					"--telemetry.otel.exporter=console", "--spring.main.banner-mode=off",
					"--management.opentelemetry.tracing.export.schedule-delay=10ms"), Stream.of(args))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(Waiting.class, configuration).web(WebApplicationType.NONE).run(all);
	}

	/**
	 * Keeps the recorder from being taken for an exporter.
	 *
	 * @param spans the recorder
	 */
	record Taken(RecordedSpans spans) {

		BatchSpanProcessor processor() {
			return BatchSpanProcessor.builder(this.spans).setScheduleDelay(Duration.ofMillis(10)).build();
		}

		SdkTracerProvider provider() {
			return SdkTracerProvider.builder().addSpanProcessor(processor()).build();
		}

	}

	/**
	 * Has a bean that is there before everything that exports, and on which none of that
	 * depends.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Waiting {

		@Bean
		Taken taken(ObjectProvider<Pool> pools) {
			pools.getObject();
			return new Taken(new RecordedSpans());
		}

		@Bean
		Pool pool() {
			return new Pool();
		}

	}

	static final class Pool implements DisposableBean {

		private @Nullable Recording running;

		@Override
		public void destroy() {
			if (this.running != null) {
				Objects.requireNonNull(this.running).succeed();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExporter {

		@Bean
		SpanExporter exporter(Taken taken) {
			return taken.spans();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProxy extends OwnExporter {

		@Bean
		static BeanPostProcessor proxies() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof TelemetryRecorder) ? new ProxyFactory(bean).getProxy() : bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean
		BatchSpanProcessor processor(Taken taken) {
			return taken.processor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSimpleProcessor {

		@Bean
		SimpleSpanProcessor processor(Taken taken) {
			return SimpleSpanProcessor.builder(taken.spans()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessors {

		@Bean
		SpanProcessors processors(Taken taken) {
			return SpanProcessors.of(taken.processor());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTracerProvider {

		@Bean
		SdkTracerProvider tracerProvider(Taken taken) {
			return taken.provider();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSdk {

		@Bean
		OpenTelemetrySdk openTelemetry(Taken taken) {
			return OpenTelemetrySdk.builder().setTracerProvider(taken.provider()).build();
		}

	}

}
