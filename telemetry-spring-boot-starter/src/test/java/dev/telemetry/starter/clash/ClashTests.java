package dev.telemetry.starter.clash;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.starter.application.Run;
import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.starter.process.Extent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Versions of OpenTelemetry that do not fit each other never break a request.
 */
class ClashTests {

	private static final String API = "io.opentelemetry:opentelemetry-api";

	private static final String CONTEXT = "io.opentelemetry:opentelemetry-context";

	private static final ClassPath WEB = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			ClassPath.STARTER);

	private static final Clash OLDER_API = new Clash("API of the line before",
			WEB.without(API).with(CONTEXT).withCopied("opentelemetry-api.jar"));

	private static final Clash OLDER_CONTEXT = new Clash("context of long ago",
			WEB.without(CONTEXT).with("io.opentelemetry:opentelemetry-common").withCopied("opentelemetry-context.jar"));

	private static final Clash OLDER_API_WITH_SECURITY = new Clash("API with Spring Security",
			WEB.without(API)
				.with(CONTEXT, "org.springframework.boot:spring-boot-starter-security")
				.withCopied("opentelemetry-api.jar"));

	static List<Clash> all() {
		return List.of(OLDER_API, OLDER_CONTEXT, OLDER_API_WITH_SECURITY);
	}

	static List<Clash> tried() {
		return (Extent.isAll()) ? all() : List.of(OLDER_CONTEXT);
	}

	@ParameterizedTest
	@MethodSource("tried")
	void everyRequestIsServedWithTelemetry(Clash clash) throws Exception {
		RunOutput output = clash.run("telemetry", "server.port=0", "server.address=127.0.0.1",
				"spring.security.user.name=user", "spring.security.user.password=password", "telemetry.enabled=true",
				"telemetry.sampling.ratio=1.0", "telemetry.otel.exporter=console");
		assertThat(output.facts()).containsEntry("started", "true").containsEntry("statuses", "200 200");
		assertThat(output.number("answered")).isEqualTo(Run.REQUESTS);
		List<String> warnings = Stream.of(true, false).flatMap((ours) -> output.warnings(ours).stream()).toList();
		assertThat(warnings).hasSizeLessThanOrEqualTo(1);
	}

	/** Without this, the test above would prove nothing. */
	@ParameterizedTest
	@MethodSource("all")
	@EnabledIfSystemProperty(named = Extent.ALL, matches = "true")
	void everyRequestFailsWithSpringBootAlone(Clash clash) throws Exception {
		RunOutput output = clash.run("alone", "server.port=0", "server.address=127.0.0.1",
				"spring.security.user.name=user", "spring.security.user.password=password",
				"management.tracing.sampling.probability=1.0");
		assertThat(output.facts()).containsEntry("started", "true").containsEntry("statuses", "500 500");
	}

}
