package dev.telemetry.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The standard output of the process, that cannot be written or is read no more.
 */
@EnabledOnOs(OS.LINUX)
class StandardOutputTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "show import-1", "export import-1 --format csv", "compare import-1 import-1" })
	void whatAFullDiskDoesNotTakeIsAFailure(String command) throws Exception {
		Process process = builder(command).redirectOutput(Path.of("/dev/full").toFile()).start();
		String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(err).contains("cannot be written: standard output");
		assertThat(exitCode(process)).isEqualTo(1);
	}

	@Test
	void followingEndsSilentlyWithWhateverReadsIt() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), TailTests.EVENT);
		Process process = builder("tail " + file).start();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			assertThat(reader.readLine()).contains("simulate");
		}
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		do {
			Files.writeString(file, TailTests.EVENT, StandardOpenOption.APPEND);
		}
		while (!process.waitFor(100, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
		assertThat(process.getErrorStream().readAllBytes()).isEmpty();
		assertThat(exitCode(process)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "C", "de_DE.UTF-8" })
	void aCommandWhoseOutputNobodyReadsEndsSilentlyInAnyLanguage(String locale) throws Exception {
		ProcessBuilder builder = builder("compare import-1 import-1");
		builder.environment().put("LC_ALL", locale);
		Process process = builder.start();
		process.getInputStream().close();
		assertThat(process.getErrorStream().readAllBytes()).isEmpty();
		assertThat(exitCode(process)).isZero();
	}

	@Test
	void aVariableThatIsEmptyIsOneThatIsNotSet() throws Exception {
		Path jobs = Files.createDirectories(this.folder.resolve("telemetry/jobs/job-1"));
		Files.writeString(jobs.resolve("summary.json"), "{\"job_id\": \"job-1\", \"by_name\": {}}");
		ProcessBuilder builder = builder("timeline job-1").directory(this.folder.toFile());
		builder.environment().putAll(Map.of("COLUMNS", "", "TELEMETRY_REPORT_DIR", ""));
		Process process = builder.start();
		assertThat(process.getErrorStream().readAllBytes()).asString().isEmpty();
		assertThat(exitCode(process)).isZero();
	}

	@Test
	void aNameThatTheLocaleDoesNotHaveIsNoJob() throws Exception {
		ProcessBuilder builder = builder("show j\u00f6b");
		builder.environment().put("LC_ALL", "C");
		Process process = builder.start();
		assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
			.startsWith("telemetry: There is no report of");
		assertThat(exitCode(process)).isEqualTo(1);
	}

	private static ProcessBuilder builder(String command) {
		List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), TelemetryCli.class.getName()));
		words.addAll(List.of(command.split(" ")));
		ProcessBuilder builder = new ProcessBuilder(words);
		builder.environment().put("TELEMETRY_REPORT_DIR", CommandRun.REPORTS.toString());
		return builder;
	}

	private static int exitCode(Process process) throws InterruptedException {
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

}
