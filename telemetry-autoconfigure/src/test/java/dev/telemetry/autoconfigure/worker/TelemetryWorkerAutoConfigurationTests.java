package dev.telemetry.autoconfigure.worker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.OuterContext;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.RecordedSpans;
import dev.telemetry.worker.CatalogMode;
import dev.telemetry.worker.EventCatalog;
import dev.telemetry.worker.FollowedWorkers;
import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.WorkerControl;
import dev.telemetry.worker.WorkerSettings;
import dev.telemetry.worker.Workers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers in each state of the switch, and what they are told.
 */
class TelemetryWorkerAutoConfigurationTests {

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("telemetry.otel.endpoint=http://localhost:4318", "telemetry.export.delay=1h",
				"telemetry.export.shutdown-timeout=100ms");

	@Test
	void whileOffThereIsTheTwin() {
		this.runner.run((context) -> assertThat(context.getBean(Workers.class)).isSameAs(Workers.noop()));
		this.runner.withPropertyValues("telemetry.enabled=true")
			.withClassLoader(new FilteredClassLoader("io.opentelemetry.sdk"))
			.run((context) -> assertThat(context.getBean(Workers.class)).isSameAs(Workers.noop()));
	}

	@Test
	void nothingIsMadeUntilItIsAskedFor() {
		this.runner.withPropertyValues("telemetry.enabled=true").run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("telemetryWorkers")).isFalse();
			assertThat(context.getBean(Workers.class)).isInstanceOf(FollowedWorkers.class);
		});
	}

	@Test
	void backsOffFromWorkersOfTheApplication() {
		this.runner.withPropertyValues("telemetry.enabled=true")
			.withBean("mine", Workers.class, Workers::noop)
			.run((context) -> assertThat(context).getBeanNames(Workers.class).containsExactly("mine"));
	}

	@Test
	void oneVariableSaysWhereWorkersReport() {
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.worker.sampling-ratio.scoring=0.25")
			.run((context) -> assertThat(variables(context.getBean(WorkerSettings.class)))
				.isEqualTo(Map.of("OTEL_EXPORTER", "stderr", "TELEMETRY_SAMPLING_PARENT", "ignore",
						"WORKER_SAMPLING_RATIO", "0.25", "TELEMETRY_SAMPLING_RATIO", "1.0",
						"TELEMETRY_SAMPLING_JOBRATIO", "1.0", "WORKER_POOL", "scoring")));
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.worker.backend=otlp")
			.run((context) -> assertThat(variables(context.getBean(WorkerSettings.class)))
				.isEqualTo(Map.of("OTEL_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318",
						"WORKER_POOL", "scoring")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lines", "otlp" })
	void aWorkerInJavaInheritsNeitherTheExporterNorTheControlFile(String backend) {
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.worker.backend=" + backend)
			.run((context) -> assertThat(context.getBean(WorkerSettings.class).environment().notInherited())
				.containsExactlyInAnyOrder("TELEMETRY_OTEL_EXPORTER", "TELEMETRY_WORKER_CONTROLFILE",
						"TELEMETRY_WORKER_CONTROL_FILE"));
	}

	@Test
	void theExporterOfAWorkerWinsOverTheConfigurationThatItMayShare() {
		this.runner.withPropertyValues("telemetry.enabled=true").run((context) -> {
			Map<String, String> environment = new HashMap<>();
			context.getBean(Workers.class).prepare(environment);
			assertThat(environment).containsEntry("OTEL_EXPORTER", "stderr")
				.containsEntry("TELEMETRY_OTEL_EXPORTER", "stderr");
			Map<String, String> chosen = new HashMap<>(Map.of("OTEL_EXPORTER", "none"));
			context.getBean(Workers.class).prepare(chosen);
			assertThat(chosen).containsEntry("OTEL_EXPORTER", "none").containsEntry("TELEMETRY_OTEL_EXPORTER", "none");
			Map<String, String> other = new HashMap<>(Map.of("TELEMETRY_OTEL_EXPORTER", "file"));
			context.getBean(Workers.class).prepare(other);
			assertThat(other).containsEntry("TELEMETRY_OTEL_EXPORTER", "file");
		});
	}

	@Test
	void norTheEndpointWhereItHasOneOfItsOwn() {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.worker.backend=otlp",
					"telemetry.worker.endpoint=http://localhost:14318")
			.run((context) -> assertThat(context.getBean(WorkerSettings.class).environment().notInherited())
				.containsExactlyInAnyOrder("TELEMETRY_OTEL_EXPORTER", "TELEMETRY_OTEL_ENDPOINT", "OTEL_ENDPOINT",
						"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "TELEMETRY_OTEL_PROTOCOL", "TELEMETRY_WORKER_CONTROLFILE",
						"TELEMETRY_WORKER_CONTROL_FILE"));
	}

	@Test
	void anEmptyEndpointIsNotPassedOn() {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.worker.backend=otlp", "telemetry.otel.endpoint=")
			.run((context) -> assertThat(variables(context.getBean(WorkerSettings.class)))
				.doesNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT"));
	}

	@Test
	void theEndpointOfAWorkerMayBeAContainer() {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.worker.backend=otlp",
					"telemetry.worker.endpoint=http://otel_collector:4318")
			.run((context) -> assertThat(variables(context.getBean(WorkerSettings.class)))
				.containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel_collector:4318"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://localhost", "http://ann:topsecret@localhost:4318", "http://" })
	void whatIsNoEndpointOfAWorkerStopsTheStart(String endpoint) {
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.worker.endpoint=" + endpoint)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("an absolute URL")
				.hasMessageNotContaining("topsecret"));
	}

	@Test
	void theEndpointOfAWorkerWinsOverTheConfigurationThatItMayShareToo() {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.worker.backend=otlp",
					"telemetry.worker.endpoint=http://localhost:14318")
			.run((context) -> {
				Map<String, String> environment = new HashMap<>();
				context.getBean(Workers.class).prepare(environment);
				assertThat(environment).containsEntry("TELEMETRY_OTEL_ENDPOINT", "http://localhost:14318")
					.containsEntry("TELEMETRY_OTEL_PROTOCOL", "http");
				Map<String, String> chosen = new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://other:4318"));
				context.getBean(Workers.class).prepare(chosen);
				assertThat(chosen).containsEntry("TELEMETRY_OTEL_ENDPOINT", "http://other:4318");
			});
	}

	@Test
	void theControlFileThatAWorkerReadsIsNotOneThatItWrites(@TempDir Path directory) {
		String file = directory.resolve("control.json").toString();
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.worker.control-file=" + file)
			.run((context) -> {
				Map<String, String> variables = variables(context.getBean(WorkerSettings.class));
				assertThat(variables).containsEntry("WORKER_CONTROL_FILE", file);
				this.runner
					.withInitializer((worker) -> worker.getEnvironment()
						.getPropertySources()
						.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", Map.copyOf(variables))))
					.withPropertyValues("telemetry.enabled=true")
					.run((worker) -> assertThat(worker.getBean(WorkerSettings.class).controlFile()).isNull());
			});
	}

	private static Map<String, String> variables(WorkerSettings settings) {
		WorkerControl control = new WorkerControl(PoolRatios.of(Map.of("scoring", 0.25)), (name, metadata) -> true,
				List::of);
		return settings.environment().variables(control, "scoring");
	}

	@Test
	void aFileHasTheCatalogue() {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.events.catalog=strict",
					"telemetry.events.catalog-location=classpath:dev/telemetry/autoconfigure/worker/events.properties")
			.run((context) -> assertThat(context.getBean(EventCatalog.class).measurements("order.scored"))
				.containsExactly("score"));
		assertThat(CatalogMode.valueOf("STRICT")).isEqualTo(CatalogMode.STRICT);
	}

	@Test
	void aJobWithoutAParentIsPartOfTheTraceThatTheProcessWasStartedIn() {
		this.runner.withPropertyValues("telemetry.enabled=true")
			.withInitializer(TelemetryWorkerAutoConfigurationTests::startedInATrace)
			.run((context) -> {
				context.getBean(TelemetryRecorder.class)
					.job("q", "t")
					.run((job) -> context.getBean(TelemetryRecorder.class).span("step").run((step) -> {
					}));
				RecordedSpans spans = context.getBean(Recorded.class).spans();
				SpanData job = spans.single("job.run");
				assertThat(job.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
				assertThat(job.getParentSpanId()).isEqualTo("b7ad6b7169203331");
				assertThat(job.getParentSpanContext().isRemote()).isTrue();
				assertThat(spans.single("step").getParentSpanId()).isEqualTo(job.getSpanId());
			});
	}

	@Test
	void thatCanBeSwitchedOff() {
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.propagation.environment=false")
			.withInitializer(TelemetryWorkerAutoConfigurationTests::startedInATrace)
			.run((context) -> assertThat(context).doesNotHaveBean(OuterContext.class));
	}

	@Test
	void aWebServerNeverIsPartOfIt() {
		new WebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("telemetry.enabled=true")
			.withInitializer(TelemetryWorkerAutoConfigurationTests::startedInATrace)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(OuterContext.class);
				context.getBean(TelemetryRecorder.class).job("q", "t").run((job) -> {
				});
				assertThat(context.getBean(Recorded.class).spans().named("job.run")).isNotEmpty()
					.allSatisfy((job) -> assertThat(job.getTraceId()).isNotEqualTo("0af7651916cd43dd8448eb211c80319c"));
			});
	}

	private static void startedInATrace(ConfigurableApplicationContext context) {
		context.getEnvironment()
			.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.of("TRACEPARENT", PARENT)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

		@Bean
		Recorded recorded() {
			return new Recorded(new RecordedSpans());
		}

		@Bean
		SpanProcessor recording(Recorded recorded) {
			return SimpleSpanProcessor.create(recorded.spans());
		}

	}

	/**
	 * Keeps the recorder from being taken for an exporter, which gets spans later.
	 *
	 * @param spans the recorder
	 */
	record Recorded(RecordedSpans spans) {

	}

}
