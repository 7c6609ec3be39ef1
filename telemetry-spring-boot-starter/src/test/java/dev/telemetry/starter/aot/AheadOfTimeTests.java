package dev.telemetry.starter.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

import dev.telemetry.starter.application.AotMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that was processed ahead of time, so that its conditions are those of
 * that time.
 */
class AheadOfTimeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final ClassPath CLASS_PATH = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			ClassPath.STARTER);

	/** Much is on, so that off has much to keep quiet. */
	private static final String FEATURES = " --telemetry.logs.enabled=true --telemetry.viewer.enabled=true"
			+ " --telemetry.job.report.enabled=true --telemetry.job.heartbeat=1m"
			+ " --telemetry.sampling.target-traces-per-minute=1000 --telemetry.budget.spans-per-minute=1000"
			+ " --management.endpoints.web.exposure.include=prometheus,telemetry,traces";

	private static List<List<String>> runs = new ArrayList<>();

	private static int received;

	@TempDir
	private static Path folder;

	@BeforeAll
	static void processAndRun() throws Exception {
		Path classes = Files.createDirectories(folder.resolve("classes"));
		Path resources = folder.resolve("resources");
		process(folder.resolve("sources"), resources, classes);
		compile(folder.resolve("sources"), classes);
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			String properties = " --telemetry.sampling.ratio=1.0 --telemetry.otel.endpoint=" + receiver.endpoint()
					+ "/v1/traces --server.port=0 --spring.main.banner-mode=off --telemetry.job.report.directory=";
			List<String> output = new ChildProcess("aot-run", CLASS_PATH.withFolders(classes, resources),
					List.of("-Dspring.aot.enabled=true"), AotMain.class,
					List.of("--telemetry.enabled=true" + properties + folder.resolve("on") + FEATURES,
							"--telemetry.enabled=false" + properties + folder.resolve("off") + FEATURES,
							"--telemetry.enabled=true --telemetry.http.slow-stacks=false" + properties
									+ folder.resolve("other")))
				.run(TIMEOUT);
			for (String line : output) {
				if (line.startsWith(AotMain.BEGIN)) {
					runs.add(new ArrayList<>());
				}
				runs.get(runs.size() - 1).add(line);
			}
			received = receiver.spans().size();
		}
	}

	private static List<String> on() {
		return runs.get(0);
	}

	private static List<String> off() {
		return runs.get(1);
	}

	private static List<String> other() {
		return runs.get(2);
	}

	// All are switched on when they are processed.
	private static void process(Path sources, Path resources, Path classes) throws Exception {
		new ChildProcess("aot-process", CLASS_PATH, List.of(), SpringApplicationAotProcessor.class,
				List.of(AotMain.class.getName(), sources.toString(), resources.toString(), classes.toString(),
						"dev.telemetry", "aot", "--telemetry.enabled=true" + FEATURES))
			.run(TIMEOUT, Map.of());
	}

	private static void compile(Path sources, Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> generated = Files.walk(sources)) {
			List<Path> paths = generated.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString()));
			options.addAll(List.of("-cp", CLASS_PATH.withFolders(classes).argument()));
			boolean compiled = compiler
				.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(paths))
				.call();
			assertThat(compiled).isTrue();
		}
	}

	@Test
	void itIsTracedAndSaysNothingUntrue() {
		assertThat(on()).filteredOn((line) -> line.contains("elemetry is on"))
			.singleElement()
			.asString()
			.contains("requests=telemetry");
		assertThat(on()).noneMatch((line) -> line.contains(" WARN "))
			.contains(AotMain.THREAD + "telemetry-viewer", AotMain.THREAD + "telemetry-clock");
		assertThat(received).isEqualTo(4);
	}

	@Test
	void theSwitchStillTurnsItOff() {
		assertThat(off()).filteredOn((line) -> line.contains("elemetry is off"))
			.singleElement()
			.asString()
			.contains("(telemetry.enabled)")
			.contains("processed ahead of time");
		assertThat(off()).noneMatch((line) -> line.contains(" WARN ") || line.contains("elemetry is on"));
	}

	@Test
	void switchedOffNothingRunsAndNothingIsWrittenOrPassedOn() {
		assertThat(off()).noneMatch((line) -> line.startsWith(AotMain.THREAD)).contains(AotMain.HEADERS + "[]");
		assertThat(folder.resolve("off")).doesNotExist();
		assertThat(on()).anyMatch((line) -> line.startsWith(AotMain.HEADERS) && line.contains("traceparent"));
	}

	@Test
	void whatWasDecidedThenAndIsOtherwiseNowIsSaidInOneLine() {
		assertThat(other()).filteredOn((line) -> line.contains(" WARN "))
			.singleElement()
			.asString()
			.contains("telemetry.http.slow-stacks (true; now false)", "telemetry.logs.enabled (true; now false)",
					"telemetry.viewer.enabled (true; now false)", "telemetry.job.heartbeat (set; now not set)");
	}

	@Test
	void requestsAreServedAndMeasuredAllTheSame() {
		assertThat(runs).hasSize(3)
			.allSatisfy((lines) -> assertThat(lines).contains("200")
				.filteredOn((line) -> line.startsWith(AotMain.SCRAPE + "http_server_requests_seconds_count"))
				.anyMatch((line) -> line.contains("uri=\"/tasks/{marker}\"")));
	}

	@Test
	void theProxyOfAJobIsMadeWhenItIsProcessed() {
		assertThat(folder.resolve("classes/dev/telemetry/starter/application/AotMain$NightlyJob$$SpringCGLIB$$0.class"))
			.exists();
		assertThat(List.of(on(), other())).allSatisfy((lines) -> assertThat(lines)
			.anyMatch((line) -> line.startsWith(AotMain.SCRAPE + "job_run_seconds_count{queue=\"nightly\"")));
	}

	@Test
	void theEndpointAnswers() {
		assertThat(on().stream().filter("200"::equals)).hasSize(2);
	}

}
