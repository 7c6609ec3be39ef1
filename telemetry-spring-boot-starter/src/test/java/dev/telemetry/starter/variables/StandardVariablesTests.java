package dev.telemetry.starter.variables;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.telemetry.starter.application.BatchApplication;
import dev.telemetry.starter.application.MatrixMain;
import dev.telemetry.starter.application.Run;
import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The standard variables of OpenTelemetry, which Spring Boot reads from the real
 * environment only.
 */
class StandardVariablesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	// Nobody listens at the endpoint of the variables, which is not to delay the end.
	private static final Run OFF = run("off", "management.opentelemetry.tracing.export.otlp.timeout=100ms");

	private static final Run MANAGED = run("off, managed", "telemetry.manage-boot-tracing=true");

	private static final Run ON = run("on", "telemetry.enabled=true", "management.tracing.sampling.probability=0.9",
			"spring.application.name=other", "telemetry.export.shutdown-timeout=100ms");

	private static final Run EXPLICIT = run("on, explicit", "telemetry.enabled=true", "telemetry.sampling.ratio=0.5",
			"telemetry.otel.exporter=none", "telemetry.service-name=explicit");

	private static final Run DISABLED = run("SDK disabled", "telemetry.enabled=true");

	private static List<String> configured = List.of();

	private static List<String> disabled = List.of();

	@BeforeAll
	static void run() throws Exception {
		configured = process("variables", MANAGED, OFF, ON, EXPLICIT).run(TIMEOUT,
				Map.of("OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG", "0.25",
						"OTEL_EXPORTER_OTLP_ENDPOINT", "http://ann:topsecret@127.0.0.1:9",
						"OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_HEADERS", "authorization=topsecret",
						"OTEL_SERVICE_NAME", "checkout"));
		disabled = process("variables-disabled", DISABLED).run(TIMEOUT,
				Map.of("OTEL_SDK_DISABLED", "true", "OTEL_TRACES_SAMPLER", "always_on"));
	}

	@Test
	void theyHoldWhereTelemetryIsNotConfiguredAndTheLineAtStartSaysSo() {
		assertThat(startLine(ON)).contains("service=checkout (OTEL_SERVICE_NAME)")
			.contains("ratio=0.25 (OTEL_TRACES_SAMPLER_ARG)")
			.contains("exporters=[otlp grpc http://******@127.0.0.1:9")
			.contains("(OTEL_EXPORTER_OTLP_ENDPOINT)]");
	}

	@Test
	void propertiesOfTelemetryWinOverThem() {
		assertThat(startLine(EXPLICIT)).contains("service=explicit (telemetry.service-name)")
			.contains("ratio=0.5 (telemetry.sampling.ratio)")
			.contains("exporters=none (telemetry.otel.exporter)");
	}

	@Test
	void theyKeepSpringBootsTracingWhileOff() {
		assertThat(RunOutput.of(OFF, configured).hasIds()).isTrue();
	}

	@Test
	void theyDoNotWhereThatIsManaged() {
		assertThat(RunOutput.of(MANAGED, configured).hasIds()).isFalse();
	}

	@Test
	void aDisabledSdkMakesNoIdsAndIsSaid() {
		RunOutput output = RunOutput.of(DISABLED, disabled);
		assertThat(output.hasIds()).isFalse();
		assertThat(output.warnings(true)).isEmpty();
		assertThat(startLine(output)).contains("traces=disabled (OTEL_SDK_DISABLED)").doesNotContain("exporters=");
	}

	@Test
	void secretsInThemAreNotLogged() {
		assertThat(configured).isNotEmpty().noneMatch((line) -> line.contains("topsecret"));
	}

	private static String startLine(Run run) {
		return startLine(RunOutput.of(run, configured));
	}

	private static String startLine(RunOutput output) {
		return output.lines().stream().filter((line) -> line.contains("Telemetry is on")).findFirst().orElseThrow();
	}

	private static Run run(String state, String... properties) {
		List<String> all = Stream.concat(Stream.of("spring.main.banner-mode=off"), Stream.of(properties)).toList();
		return new Run("variables", state, List.of(BatchApplication.class.getName()), all);
	}

	private static ChildProcess process(String name, Run... runs) {
		return new ChildProcess(name, ClassPath.of(ClassPath.STARTER), List.of(), MatrixMain.class,
				Stream.of(runs).map(Run::argument).toList());
	}

}
