package dev.telemetry.starter.restart;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.telemetry.starter.application.RestartMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that Spring Boot's DevTools restart twice, with a class loader of its
 * own each time.
 */
class DevToolsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final ClassPath CLASS_PATH = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			"org.springframework.boot:spring-boot-devtools", ClassPath.STARTER);

	private static List<String> output = List.of();

	private static List<ReceivedSpan> spans = List.of();

	@BeforeAll
	static void run() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			output = new ChildProcess("devtools", CLASS_PATH, List.of(), RestartMain.class,
					List.of("--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0",
							"--telemetry.otel.endpoint=" + receiver.endpoint() + "/v1/traces", "--server.port=0",
							"--spring.devtools.livereload.enabled=false"))
				.run(TIMEOUT);
			spans = receiver.spans();
		}
	}

	// Of the library, for all its clients; ends by itself after a minute without work.
	private static final String OKHTTPS_OWN = "OkHttp TaskRunner";

	@Test
	void eachStartHasOneFilterOfOurs() {
		assertThat(output).filteredOn((line) -> line.startsWith(RestartMain.START))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, RestartMain.STARTS)
				.mapToObj((count) -> RestartMain.START + count + " RestartClassLoader 1")
				.toList());
	}

	@Test
	void theSpanOfEachStartArrives() {
		assertThat(spans).hasSize(RestartMain.STARTS)
			.allMatch((span) -> span.name().equals("http.server"))
			.extracting((span) -> span.attributes().toString())
			.allMatch((attributes) -> attributes.contains("/tasks/start-"));
	}

	@Test
	void logLinesOfEachHaveIds() {
		assertThat(output).filteredOn((line) -> line.contains(" : work start-"))
			.hasSize(RestartMain.STARTS)
			.allMatch((line) -> line.matches(".*\\[[0-9a-f]{32}-[0-9a-f]{16}].*"));
	}

	@Test
	void eachIsSaidOnceAndNothingWarns() {
		assertThat(output).filteredOn((line) -> line.contains("elemetry is on")).hasSize(RestartMain.STARTS);
		assertThat(output).noneMatch((line) -> line.contains(" WARN "));
	}

	@Test
	void noThreadOfOursIsLeft() {
		assertThat(output).filteredOn((line) -> line.startsWith("THREAD "))
			.isNotEmpty()
			.noneMatch((line) -> line.contains("telemetry") || line.contains("BatchSpanProcessor")
					|| (line.contains("OkHttp") && !line.endsWith(OKHTTPS_OWN)));
	}

}
