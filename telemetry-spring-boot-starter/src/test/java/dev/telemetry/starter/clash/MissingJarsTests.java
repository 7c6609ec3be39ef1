package dev.telemetry.starter.clash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.starter.process.ClassPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that excludes jars of OpenTelemetry, or Micrometer's bridge to it,
 * starts and serves, whatever it switches on. In a process of its own, because a class
 * loader that hides classes does not hide them from those that are loaded already.
 */
class MissingJarsTests {

	private static final Clash NO_OPENTELEMETRY = new Clash("no OpenTelemetry",
			ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc", ClassPath.STARTER)
				.without("io.opentelemetry:opentelemetry-api", "io.opentelemetry:opentelemetry-context",
						"io.opentelemetry:opentelemetry-common", "io.opentelemetry:opentelemetry-sdk",
						"io.opentelemetry:opentelemetry-sdk-common", "io.opentelemetry:opentelemetry-sdk-trace",
						"io.opentelemetry:opentelemetry-sdk-logs", "io.opentelemetry:opentelemetry-sdk-metrics",
						"io.opentelemetry:opentelemetry-exporter-otlp",
						"io.opentelemetry:opentelemetry-extension-trace-propagators"));

	private static final Clash NO_BRIDGE = new Clash("no bridge",
			ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc", ClassPath.STARTER)
				.without("io.micrometer:micrometer-tracing-bridge-otel"));

	@ParameterizedTest
	@ValueSource(strings = { "hybrid", "prom" })
	void telemetryIsOffAndOneWarningNamesTheMissingJars(String backend) throws Exception {
		RunOutput output = NO_OPENTELEMETRY.run(backend, "server.port=0", "server.address=127.0.0.1",
				"telemetry.enabled=true", "telemetry.backend=" + backend);

		assertThat(output.facts()).containsEntry("started", "true").containsEntry("statuses", "200 200");
		assertThat(output.warnings(true)).singleElement()
			.asString()
			.contains("Telemetry is off: not on the class path is opentelemetry-api, opentelemetry-context");
	}

	// The scrape is not found, so an exception is handled.
	@Test
	void withoutTheBridgeTheObservationOfARequestHasNoSpan() throws Exception {
		RunOutput output = NO_BRIDGE.run("hybrid", "server.port=0", "server.address=127.0.0.1",
				"telemetry.enabled=true", "telemetry.otel.exporter=none",
				"management.endpoints.web.exposure.include=health");

		assertThat(output.facts()).containsEntry("started", "true")
			.containsEntry("statuses", "200 200")
			.containsEntry("scrape", "404");
		assertThat(output.warnings(true)).singleElement()
			.asString()
			.contains("There are no traces: not on the class path is micrometer-tracing-bridge-otel");
	}

}
