package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryEnvironmentPostProcessorTests {

	private static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private static final String EXEMPLARS = "management.prometheus.metrics.export.properties"
			+ "[io.prometheus.exporter.exemplarsOnAllMetricTypes]";

	private static final String CORRELATION = "logging.pattern.correlation";

	private static final String BAGGAGE = "management.tracing.baggage.correlation.enabled";

	private static final String BAGGAGE_FIELDS = "management.tracing.baggage.correlation.fields";

	private static final String PROMETHEUS = "management.prometheus.metrics.export.enabled";

	private static final String PROPAGATION = "spring.reactor.context-propagation";

	private static final String TRACING = "management.tracing.export.enabled";

	private static final String OTLP_EXPORT = "management.tracing.export.otlp.enabled";

	private static final String BOOT_OTLP = "management.opentelemetry.tracing.export.otlp.";

	private static final String RESOURCE = "management.opentelemetry.resource-attributes.";

	private static final String SERVICE_NAME = RESOURCE + "service.name";

	@Test
	void onExposesHealthAndPrometheus() {
		assertThat(process("telemetry.enabled=true").getProperty(EXPOSURE)).isEqualTo("health,prometheus");
	}

	@Test
	void onLeavesTheUsersExposureAlone() {
		assertThat(process("telemetry.enabled=true", EXPOSURE + "=info").getProperty(EXPOSURE)).isEqualTo("info");
	}

	@Test
	void onLeavesTheUsersExposureAloneWhenItIsAList() {
		assertThat(process("telemetry.enabled=true", EXPOSURE + "[0]=info").getProperty(EXPOSURE)).isNull();
	}

	@Test
	void onKeepsExemplarsToWhereEveryPrometheusReadsThem() {
		assertThat(process("telemetry.enabled=true").getProperty(EXEMPLARS)).isEqualTo("false");
		assertThat(process("telemetry.enabled=true", EXEMPLARS + "=true").getProperty(EXEMPLARS)).isEqualTo("true");
		assertThat(process().getProperty(EXEMPLARS)).isNull();
	}

	@Test
	void tracesPutTheIdsIntoTheLogPattern() {
		assertThat(process("telemetry.enabled=true").getProperty(CORRELATION))
			.isEqualTo("%correlationId{trace_id(32),span_id(16)}");
	}

	@Test
	void tracesGoAlongInReactiveCodeOfAReactiveServer() {
		String reactive = "spring.main.web-application-type=reactive";
		assertThat(process("telemetry.enabled=true", reactive).getProperty(PROPAGATION)).isEqualTo("auto");
		assertThat(process("telemetry.enabled=true", reactive, PROPAGATION + "=limited").getProperty(PROPAGATION))
			.isEqualTo("limited");
		assertThat(process("telemetry.enabled=true", reactive, "telemetry.backend=prom").getProperty(PROPAGATION))
			.isNull();
		assertThat(process("telemetry.enabled=true").getProperty(PROPAGATION)).isNull();
		assertThat(process(reactive).getProperty(PROPAGATION)).isNull();
	}

	@Test
	void tracesGoAlongInCoroutinesOfSpringMvc() {
		assertThat(process(new CoroutinesLoader(), "telemetry.enabled=true").getProperty(PROPAGATION))
			.isEqualTo("auto");
		assertThat(process(new CoroutinesLoader(), "telemetry.enabled=true", PROPAGATION + "=limited")
			.getProperty(PROPAGATION)).isEqualTo("limited");
		assertThat(process(new CoroutinesLoader()).getProperty(PROPAGATION)).isNull();
	}

	@Test
	void bootsKeysKeepBootsPattern() {
		assertThat(process("telemetry.enabled=true", "telemetry.logging.keys=boot").getProperty(CORRELATION)).isNull();
	}

	@Test
	void baggageIsLookedForInEachScopeOnlyWhereItGoesIntoTheLog() {
		assertThat(process("telemetry.enabled=true").getProperty(BAGGAGE)).isEqualTo("false");
		assertThat(process("telemetry.enabled=true", BAGGAGE_FIELDS + "=tenant").getProperty(BAGGAGE)).isNull();
		assertThat(process("telemetry.enabled=true", BAGGAGE_FIELDS + "[0]=tenant").getProperty(BAGGAGE)).isNull();
		assertThat(process().getProperty(BAGGAGE)).isNull();
	}

	@Test
	void promLeavesTheLogPatternAndTracesOut() {
		ConfigurableEnvironment environment = process("telemetry.enabled=true", "telemetry.backend=prom");
		assertThat(environment.getProperty(CORRELATION)).isNull();
		assertThat(environment.getProperty(TRACING)).isEqualTo("false");
		assertThat(environment.getProperty(EXPOSURE)).isEqualTo("health,prometheus");
	}

	@Test
	void otelLeavesPrometheusOut() {
		ConfigurableEnvironment environment = process("telemetry.enabled=true", "telemetry.backend=otel");
		assertThat(environment.getProperty(PROMETHEUS)).isEqualTo("false");
		assertThat(environment.getProperty(EXPOSURE)).isNull();
	}

	@Test
	void offSwitchesOffWhatTheJarsSwitchOn() {
		ConfigurableEnvironment environment = process();
		assertThat(environment.getProperty(TRACING)).isEqualTo("false");
		assertThat(environment.getProperty(PROMETHEUS)).isEqualTo("false");
		assertThat(environment.getProperty(EXPOSURE)).isNull();
		assertThat(environment.getProperty(CORRELATION)).isNull();
	}

	@Test
	void offLeavesAPrometheusThatIsExposedAlone() {
		assertThat(process(EXPOSURE + "=health,prometheus").getProperty(PROMETHEUS)).isNull();
		assertThat(process(EXPOSURE + "=*").getProperty(PROMETHEUS)).isNull();
	}

	@Test
	void offLeavesAPrometheusThatIsConfiguredAlone() {
		assertThat(process("management.prometheus.metrics.export.pushgateway.enabled=true").getProperty(PROMETHEUS))
			.isNull();
	}

	@Test
	void theExporterOfSpringBootIsNotMadeWhereAnotherOneIsAskedFor() {
		assertThat(process("telemetry.enabled=true").getProperty(OTLP_EXPORT)).isNull();
		assertThat(process("telemetry.enabled=true", "telemetry.otel.exporter=console,otlp").getProperty(OTLP_EXPORT))
			.isNull();
		assertThat(process("telemetry.enabled=true", "telemetry.otel.exporter=console").getProperty(OTLP_EXPORT))
			.isEqualTo("false");
	}

	@Test
	void offLeavesTracingThatIsConfiguredAlone() {
		assertThat(process("management.tracing.sampling.probability=1.0").getProperty(TRACING)).isNull();
		assertThat(process("management.opentelemetry.tracing.export.otlp.endpoint=http://x").getProperty(TRACING))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "OTEL_TRACES_SAMPLER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_PROPAGATORS" })
	void offLeavesTracingThatVariablesConfigureAloneBeforeSpringBootHasReadThem(String variable) {
		ConfigurableEnvironment environment = environment();
		variable(environment, variable, "x");
		new TelemetryEnvironmentPostProcessor(Supplier::get).postProcessEnvironment(environment,
				new SpringApplication());
		assertThat(environment.getProperty(TRACING)).isNull();
	}

	@Test
	void offLeavesTracingThatDefaultsOfTheApplicationConfigureAlone() {
		ConfigurableEnvironment environment = environment();
		environment.getPropertySources()
			.addLast(
					new MapPropertySource("defaultProperties", Map.of("management.tracing.sampling.probability", "1")));
		new TelemetryEnvironmentPostProcessor(Supplier::get).postProcessEnvironment(environment,
				new SpringApplication());
		assertThat(environment.getProperty(TRACING)).isNull();
	}

	@Test
	void whatComesLateIsSeen() {
		ConfigurableEnvironment environment = process();
		environment.getPropertySources()
			.addLast(new MapPropertySource("late",
					Map.of(EXPOSURE, "prometheus", "management.tracing.sampling.probability", "1")));
		assertThat(environment.getProperty(PROMETHEUS)).isNull();
		assertThat(environment.getProperty(TRACING)).isNull();
	}

	@Test
	void settingsOfTelemetryAreAboutTheEndpointOfSpringBootWhereThereIsNoOther() {
		ConfigurableEnvironment environment = process("telemetry.enabled=true", "telemetry.otel.protocol=grpc",
				"telemetry.otel.headers.x-a=b", BOOT_OTLP + "transport=http", BOOT_OTLP + "endpoint=http://x");
		assertThat(environment.getProperty(BOOT_OTLP + "transport")).isEqualTo("grpc");
		assertThat(environment.getProperty(BOOT_OTLP + "headers[x-a]")).isEqualTo("b");
		assertThat(process("telemetry.enabled=true", "telemetry.otel.protocol=grpc", "telemetry.otel.endpoint=http://y",
				BOOT_OTLP + "transport=http")
			.getProperty(BOOT_OTLP + "transport")).isEqualTo("http");
	}

	@Test
	void anEmptyEndpointOfTelemetryIsNone() {
		ConfigurableEnvironment environment = process("telemetry.enabled=true", "telemetry.otel.endpoint=${NOWHERE:}",
				"telemetry.otel.headers.x-a=b", "telemetry.otel.timeout=3s", BOOT_OTLP + "endpoint=http://x");
		assertThat(environment.getProperty(BOOT_OTLP + "headers[x-a]")).isEqualTo("b");
		assertThat(environment.getProperty(BOOT_OTLP + "timeout")).isEqualTo("3s");
	}

	@Test
	void theResourceHasTheVersionOfTheApplicationAndAnIdOfItsInstance() {
		ConfigurableEnvironment environment = process("telemetry.enabled=true", "spring.application.version=1.2.3");
		assertThat(environment.getProperty(RESOURCE + "service.version")).isEqualTo("1.2.3");
		String id = environment.getProperty(RESOURCE + "service.instance.id");
		assertThat(UUID.fromString(id)).hasToString(id);
		assertThat(process("telemetry.enabled=true").getProperty(RESOURCE + "service.instance.id")).isNotEqualTo(id);
		assertThat(process("telemetry.enabled=true").getProperty(RESOURCE + "service.version")).isNull();
		assertThat(process().getProperty(RESOURCE + "service.instance.id")).isNull();
	}

	@Test
	void theVersionMayComeFromTheInformationAboutTheBuild(@TempDir Path classes) throws IOException {
		Files.createDirectory(classes.resolve("META-INF"));
		Files.writeString(classes.resolve("META-INF/build-info.properties"), "build.version=4.5.6");
		SpringApplication application = new SpringApplication();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { classes.toUri().toURL() })) {
			application.setResourceLoader(new DefaultResourceLoader(classLoader));
			ConfigurableEnvironment environment = environment("telemetry.enabled=true");
			new TelemetryEnvironmentPostProcessor(Supplier::get).postProcessEnvironment(environment, application);
			assertThat(environment.getProperty(RESOURCE + "service.version")).isEqualTo("4.5.6");
		}
	}

	@Test
	void whatTheApplicationSaysOfTheResourceWins() {
		ConfigurableEnvironment environment = environment("telemetry.enabled=true", "spring.application.version=1.2.3",
				RESOURCE + "service.instance.id=pod-1");
		variable(environment, "OTEL_RESOURCE_ATTRIBUTES", "service.version=7, k8s.pod.name=pod-1");
		new TelemetryEnvironmentPostProcessor(Supplier::get).postProcessEnvironment(environment,
				new SpringApplication());
		assertThat(environment.getProperty(RESOURCE + "service.version")).isNull();
		assertThat(environment.getProperty(RESOURCE + "service.instance.id")).isEqualTo("pod-1");
	}

	@Test
	void theDeploymentEnvironmentIsAnAttributeOfTheResource() {
		assertThat(process("telemetry.enabled=true", "telemetry.deployment-environment=staging")
			.getProperty(RESOURCE + "deployment.environment.name")).isEqualTo("staging");
	}

	@Test
	void anExplicitServiceNameWins() {
		assertThat(process("telemetry.enabled=true", "telemetry.service-name=checkout", SERVICE_NAME + "=other")
			.getProperty(SERVICE_NAME)).isEqualTo("checkout");
	}

	@Test
	void defaultsOfTheApplicationWin() {
		ConfigurableEnvironment environment = environment("telemetry.enabled=true");
		environment.getPropertySources().addLast(new MapPropertySource("defaultProperties", Map.of(EXPOSURE, "info")));
		new TelemetryEnvironmentPostProcessor(Supplier::get).postProcessEnvironment(environment,
				new SpringApplication());
		assertThat(environment.getProperty(EXPOSURE)).isEqualTo("info");
		assertThat(environment.getProperty(CORRELATION)).isNotNull();
	}

	private static void variable(ConfigurableEnvironment environment, String name, String value) {
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, value)));
	}

	private static ConfigurableEnvironment process(String... properties) {
		return process(TelemetryEnvironmentPostProcessorTests.class.getClassLoader(), properties);
	}

	private static ConfigurableEnvironment process(ClassLoader classLoader, String... properties) {
		ConfigurableEnvironment environment = environment(properties);
		new TelemetryEnvironmentPostProcessor(Supplier::get).postProcessEnvironment(environment,
				new SpringApplication(new DefaultResourceLoader(classLoader)));
		return environment;
	}

	private static ConfigurableEnvironment environment(String... properties) {
		Map<String, Object> source = new LinkedHashMap<>();
		for (String property : properties) {
			int separator = property.indexOf('=');
			source.put(property.substring(0, separator), property.substring(separator + 1));
		}
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", source));
		return environment;
	}

	/**
	 * Has a class of Kotlin's library that couples coroutines and Reactor.
	 */
	private static final class CoroutinesLoader extends ClassLoader {

		CoroutinesLoader() {
			super(TelemetryEnvironmentPostProcessorTests.class.getClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (!name.equals(TelemetryEnvironmentPostProcessor.COROUTINES_CLASS)) {
				throw new ClassNotFoundException(name);
			}
			ClassWriter empty = new ClassWriter(0);
			empty.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
			byte[] bytes = empty.toByteArray();
			return defineClass(name, bytes, 0, bytes.length);
		}

	}

}
