package dev.telemetry.autoconfigure.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes whose log records are exported: however they end, the last line arrives, and
 * their console is what it is without.
 */
class LogProcessTests {

	private static final long DEADLINE_SECONDS = 60;

	// Times, durations, ids of traces and of processes.
	private static final Pattern VARYING = Pattern
		.compile("[0-9a-f]{16,32}|T\\d\\d:\\d\\d:\\d\\d|\\d{3,}|\\d+\\.\\d+(?= seconds|\\))|(?<=\\.)\\d+Z");

	private static final String WITHOUT = "without";

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "closes, 0, Destroyed", "exits, 3, Destroyed", "fails, 1, Application run failed" })
	void theLastLineOfAProcessArrives(String ending, int exitValue, String last) throws Exception {
		Process process = start(ending, "output");
		assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as(() -> output("output")).isTrue();
		assertThat(process.exitValue()).as(() -> output("output")).isEqualTo(exitValue);
		assertThat(this.receiver.logs()).as(() -> output("output")).extracting(ReceivedLog::body).contains(last);
	}

	@Test
	void theLastLineOfAProcessThatIsTerminatedArrives() throws Exception {
		Process process = start("waits", "output");
		this.receiver.awaitLog((log) -> log.body().equals("Working"));
		process.destroy();
		assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as(() -> output("output")).isTrue();
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Destroyed");
	}

	// JSON is written by an encoder as well, so that it is tried where all is tried.
	static Stream<String> formats() {
		Stream<String> formats = Stream.of("--spring.output.ansi.enabled=always",
				"--logging.structured.format.console=ecs");
		return (Boolean.getBoolean("tests.all")) ? formats : formats.limit(1);
	}

	@ParameterizedTest
	@MethodSource("formats")
	void theConsoleIsTheSameWithAndWithout(String format) throws Exception {
		String with = console(format, "with");
		String without = console(format, WITHOUT);
		assertThat(with).isNotEmpty().isEqualTo(without);
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Working");
	}

	// Of the lines that the application writes itself: telemetry has one of its own.
	private String console(String format, String name) throws Exception {
		List<String> more = new ArrayList<>(List.of(format, "--logging.pattern.dateformat=X",
				"--logging.level.root=off", "--logging.level.dev.telemetry.autoconfigure.logs=info"));
		Process process = start("returns", name, more.toArray(new String[0]));
		assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as(() -> output(name)).isTrue();
		return VARYING.matcher(output(name)).replaceAll("0");
	}

	private Process start(String ending, String name, String... more) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), LoggingApplication.class.getName(), "--ending=" + ending));
		command.addAll(List.of(LoggingApplication.args(this.receiver, more)));
		if (name.equals(WITHOUT)) {
			command.remove("--telemetry.logs.enabled=true");
		}
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve(name).toFile())
			.start();
	}

	private String output(String name) {
		try {
			return Files.readString(this.directory.resolve(name));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
