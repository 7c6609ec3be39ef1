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

	private static List<String> on = List.of();

	private static List<String> off = List.of();

	private static int received;

	@BeforeAll
	static void processAndRun(@TempDir Path folder) throws Exception {
		Path classes = Files.createDirectories(folder.resolve("classes"));
		Path resources = folder.resolve("resources");
		process(folder.resolve("sources"), resources, classes);
		compile(folder.resolve("sources"), classes);
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			String properties = " --telemetry.sampling.ratio=1.0 --telemetry.otel.endpoint=" + receiver.endpoint()
					+ "/v1/traces --server.port=0 --spring.main.banner-mode=off --management.endpoints.web.exposure.include=prometheus";
			List<String> output = new ChildProcess("aot-run", CLASS_PATH.withFolders(classes, resources),
					List.of("-Dspring.aot.enabled=true"), AotMain.class,
					List.of("--telemetry.enabled=true" + properties, "--telemetry.enabled=false" + properties))
				.run(TIMEOUT);
			int second = output.lastIndexOf(output.stream()
				.filter((line) -> line.startsWith(AotMain.BEGIN + "--telemetry.enabled=false"))
				.findFirst()
				.orElseThrow());
			on = output.subList(0, second);
			off = output.subList(second, output.size());
			received = receiver.spans().size();
		}
	}

	// Both are switched on when they are processed.
	private static void process(Path sources, Path resources, Path classes) throws Exception {
		new ChildProcess("aot-process", CLASS_PATH, List.of(), SpringApplicationAotProcessor.class,
				List.of(AotMain.class.getName(), sources.toString(), resources.toString(), classes.toString(),
						"dev.telemetry", "aot", "--telemetry.enabled=true"))
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
		assertThat(on).filteredOn((line) -> line.contains("elemetry is on"))
			.singleElement()
			.asString()
			.contains("requests=telemetry");
		assertThat(on).noneMatch((line) -> line.contains(" WARN "));
		assertThat(received).isEqualTo(1);
	}

	@Test
	void theSwitchStillTurnsItOff() {
		assertThat(off).filteredOn((line) -> line.contains("elemetry is off"))
			.singleElement()
			.asString()
			.contains("(telemetry.enabled)")
			.contains("processed ahead of time");
		assertThat(off).noneMatch((line) -> line.contains(" WARN ") || line.contains("elemetry is on"));
	}

	@Test
	void requestsAreServedAndMeasuredAllTheSame() {
		assertThat(Stream.of(on, off)).allSatisfy((lines) -> assertThat(lines).contains("200")
			.filteredOn((line) -> line.startsWith(AotMain.SCRAPE + "http_server_requests_seconds_count"))
			.anyMatch((line) -> line.contains("uri=\"/work/{marker}\"")));
	}

}
