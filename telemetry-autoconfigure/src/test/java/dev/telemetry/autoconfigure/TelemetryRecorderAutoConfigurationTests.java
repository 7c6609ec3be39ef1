package dev.telemetry.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.EventFilter;
import dev.telemetry.record.OperationCustomizer;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The recorder in each state of the switch, and whose children its spans are.
 */
@NoTelemetryLeaks
class TelemetryRecorderAutoConfigurationTests {

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@CsvSource({ "false,hybrid,0,0", "true,prom,0,1", "true,otel,1,0", "true,hybrid,1,1" })
	void theBackendDecidesWhatIsRecorded(boolean enabled, String backend, int spans, int timers) {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=" + enabled,
				"--telemetry.backend=" + backend)) {
			context.getBean(TelemetryRecorder.class).job("q", "t").run((job) -> {
			});
			assertThat(this.spans.spans()).hasSize(spans);
			assertThat(context.getBean(MeterRegistry.class).find("job.run").timers()).hasSize(timers);
		}
	}

	@Test
	void isThereWithoutMicrometerAndTheSdk() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
					TelemetryRecorderAutoConfiguration.class, TelemetryNoopAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer", "io.opentelemetry.sdk", "io.prometheus"))
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TelemetryRecorder.class));
	}

	@Test
	void backsOffFromTheOneOfTheApplication() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
					TelemetryRecorderAutoConfiguration.class, TelemetryNoopAutoConfiguration.class))
			.withBean("mine", TelemetryRecorder.class, TelemetryRecorder::noop)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(context).getBeanNames(TelemetryRecorder.class).containsExactly("mine"));
	}

	@Test
	void eventsAreExcludedAndFiltered() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true",
				"--telemetry.events.exclude=cache.*,retry")) {
			context.getBean(TelemetryRecorder.class)
				.job("q", "t")
				.run((job) -> job.event("cache.miss").event("retry").event("done"));
			assertThat(this.spans.single("job.run").getEvents()).hasSize(1);
			assertThat(context.getBean(MeterRegistry.class)
				.get("telemetry.events.left.out")
				.tag("reason", "excluded")
				.functionCounter()
				.count()).isEqualTo(2);
		}
	}

	@Test
	void beansOfTheApplicationFilterEventsAndAddToWhatStarts() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryRecorderAutoConfiguration.class))
			.withBean(OpenTelemetry.class,
					() -> OpenTelemetrySdk.builder().setTracerProvider(this.spans.newTracerProvider()).build())
			.withBean(EventFilter.class, () -> (name, attributes) -> !name.equals("noise"))
			.withBean(OperationCustomizer.class, () -> (recording) -> recording.attribute("tenant", "a"))
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> {
				context.getBean(TelemetryRecorder.class).job("q", "t").run((job) -> job.event("noise").event("done"));
				assertThat(this.spans.single("job.run")).hasAttribute("tenant", "a");
				assertThat(this.spans.single("job.run").getEvents()).hasSize(1);
			});
	}

	@Test
	void whatFiltersEventsAndAddsToWhatStartsMayNeedTheRecorder() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryRecorderAutoConfiguration.class))
			.withBean(OpenTelemetry.class,
					() -> OpenTelemetrySdk.builder().setTracerProvider(this.spans.newTracerProvider()).build())
			.withBean(Tenants.class)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> {
				context.getBean(TelemetryRecorder.class).job("q", "t").run((job) -> job.event("noise").event("done"));
				assertThat(this.spans.single("job.run")).hasAttribute("tenant", "a");
				assertThat(this.spans.single("job.run").getEvents()).hasSize(1);
			});
	}

	@Test
	void aLongJobHasAHeartbeatWhereThatIsWanted() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true", "--telemetry.job.heartbeat=1m")) {
			PeriodicTask heartbeat = context.getBean("telemetryJobHeartbeat", PeriodicTask.class);
			assertThat(heartbeat.period()).isEqualTo(Duration.ofMinutes(1));
			assertThat(context).satisfies((found) -> assertThat(found.getBeansOfType(PeriodicTasks.class)).hasSize(1));
			Recording job = context.getBean(TelemetryRecorder.class).job("q", "t").startEarlier(Duration.ofMinutes(5));
			heartbeat.work().run();
			assertThat(this.spans.single("job.heartbeat").getParentSpanId()).isEqualTo(job.spanId());
			assertThat(context.getBean(MeterRegistry.class).get("job.running.longest").gauge().value()).isBetween(300.0,
					600.0);
			job.succeed();
		}
	}

	@Test
	void soItHasWhereTheApplicationPutsAProxyBeforeTheRecorder() {
		try (ConfigurableApplicationContext context = run(OwnProxy.class, "--telemetry.enabled=true",
				"--telemetry.job.heartbeat=1m")) {
			Recording job = context.getBean(TelemetryRecorder.class).job("q", "t").startEarlier(Duration.ofMinutes(5));
			context.getBean("telemetryJobHeartbeat", PeriodicTask.class).work().run();
			assertThat(this.spans.single("job.heartbeat").getParentSpanId()).isEqualTo(job.spanId());
			job.succeed();
		}
	}

	@Test
	void misuseThrowsWhereThatIsWanted() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true",
				"--telemetry.failure-mode=propagate")) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			assertThatIllegalArgumentException().isThrownBy(() -> recorder.job(" ", "t"));
		}
	}

	@Test
	void withinAnObservationWhatIsBelowIsBelowTheJob() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true")) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Tracer tracer = context.getBean(Tracer.class);
			Observation.createNotStarted("outer", registry).observe(() -> recorder.job("q", "t").run((job) -> {
				assertThat(tracer.currentSpan().context().spanId()).isEqualTo(job.spanId());
				assertThat(MDC.get("span_id")).isEqualTo(job.spanId());
				recorder.externalCall("s", "o")
					.run((call) -> Observation.createNotStarted("inner", registry).observe(() -> {
					}));
			}));
			SpanData job = this.spans.single("job.run");
			SpanData call = this.spans.single("external.api.call");
			assertThat(job).hasParent(this.spans.single("outer"));
			assertThat(call).hasParent(job);
			assertThat(this.spans.single("inner")).hasParent(call);
		}
	}

	@Test
	void whatHandlesObservationsMayRecord() {
		try (ConfigurableApplicationContext context = run(RecordingHandler.class, "--telemetry.enabled=true")) {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Observation.createNotStarted("handled", registry).observe(() -> {
			});
			assertThat(this.spans.single("job.run")).isNotError();
			context.getBean(TelemetryRecorder.class)
				.job("q", "later")
				.run((job) -> assertThat(registry.getCurrentObservation()).isNotNull());
		}
	}

	@Test
	void withinASpanThatIsPlainlyCurrentInAnObservationItIsBelowThatSpan() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true")) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Observation.createNotStarted("outer", registry).observe(() -> {
				Span plain = context.getBean(io.opentelemetry.api.trace.Tracer.class).spanBuilder("plain").startSpan();
				try (Scope scope = plain.makeCurrent()) {
					recorder.job("q", "t").run((job) -> Observation.createNotStarted("inner", registry).observe(() -> {
					}));
				}
				plain.end();
			});
			SpanData job = this.spans.single("job.run");
			assertThat(job).hasParent(this.spans.single("plain"));
			assertThat(this.spans.single("inner")).hasParent(job);
		}
	}

	@Test
	void theThreadIsLeftAsItWasFoundAlsoBesideAnotherApplication() {
		theThreadIsLeftAsItWasFound();
		try (ConfigurableApplicationContext other = run("--telemetry.enabled=true")) {
			theThreadIsLeftAsItWasFound();
		}
	}

	private void theThreadIsLeftAsItWasFound() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true")) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Observation.createNotStarted("outer", registry).observe(() -> {
				Context before = Context.current();
				String id = MDC.get("span_id");
				try (Recording job = recorder.job("q", "t").open()) {
					assertThat(MDC.get("span_id")).isNotEqualTo(id);
					job.succeed();
				}
				assertThat(Context.current()).isSameAs(before);
				assertThat(MDC.get("span_id")).isEqualTo(id);
			});
			assertThat(MDC.get("span_id")).isNull();
		}
	}

	@Test
	void aWrappedExecutorCarriesTheJobAndNothingStaysBehind() {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true")) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			recorder.job("q", "t")
				.callAsync((job) -> CompletableFuture.runAsync(() -> recorder.externalCall("s", "o").run((call) -> {
				}), Context.taskWrapping(executor)))
				.orTimeout(10, TimeUnit.SECONDS)
				.join();
			assertThat(this.spans.single("external.api.call"))
				.hasParent(this.spans.awaitSpan((span) -> span.getName().equals("job.run")));
			assertThat(CompletableFuture.supplyAsync(recorder::logContext, executor)
				.orTimeout(10, TimeUnit.SECONDS)
				.join()).isEmpty();
		}
		finally {
			executor.shutdown();
		}
	}

	private ConfigurableApplicationContext run(String... args) {
		return run(Application.class, args);
	}

	private ConfigurableApplicationContext run(Class<?> configuration, String... args) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("processor", SimpleSpanProcessor.create(this.spans)));
		String[] all = new String[args.length + 3];
		System.arraycopy(args, 0, all, 3, args.length);
		all[0] = "--telemetry.otel.exporter=none";
		all[1] = "--telemetry.sampling.enabled=false";
		all[2] = "--telemetry.sampling.ratio=1.0";
		ConfigurableApplicationContext context = application.run(all);
		context.getBean(MeterRegistry.class);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class OwnProxy {

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
	@EnableTelemetry
	static class RecordingHandler {

		@Bean
		ObservationHandler<Observation.Context> recordingHandler(TelemetryRecorder recorder) {
			// Before there is a registry.
			recorder.externalCall("s", "early").run((call) -> {
			});
			return new ObservationHandler<>() {

				@Override
				public void onStart(Observation.Context context) {
					recorder.job("q", "t").run((job) -> {
					});
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context.getName().equals("handled");
				}

			};
		}

	}

	static final class Tenants implements OperationCustomizer, EventFilter {

		private final TelemetryRecorder recorder;

		Tenants(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@Override
		public void customize(Recording recording) {
			recording.attribute("tenant", this.recorder.span("tenant").<String, RuntimeException>call((span) -> "a"));
		}

		@Override
		public boolean accepts(String name, Map<String, ?> attributes) {
			return this.recorder.traceId() != null && !name.equals("noise");
		}

	}

}
