package dev.telemetry.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar as it is published, started as people start it. Runs once it is packaged.
 */
@Tag("packaged")
class RunnableJarTests {

	private static final Path JAR = Path.of(System.getProperty("telemetry.cli.jar", "missing.jar"));

	@TempDir
	Path folder;

	private CommandRun run(String input, String... args) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
		command.addAll(List.of(args));
		Path in = Files.writeString(this.folder.resolve("in"), input);
		Path err = this.folder.resolve("err");
		ProcessBuilder builder = new ProcessBuilder(command).redirectInput(in.toFile()).redirectError(err.toFile());
		builder.environment().put("LC_ALL", "C");
		builder.environment().put("TELEMETRY_REPORT_DIR", CommandRun.REPORTS.toAbsolutePath().toString());
		Process process = builder.start();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return new CommandRun(process.exitValue(), out, Files.readString(err));
	}

	@Test
	void itHasAVersionAndNothingThatIsNotNeeded() throws Exception {
		assertThat(run("", "--version").out()).matches("telemetry \\d+\\.\\d+.*\\R");
		try (JarFile jar = new JarFile(JAR.toFile())) {
			assertThat(jar.stream().map(JarEntry::getName)).contains("dev/telemetry/cli/traces.html")
				.filteredOn((name) -> name.endsWith(".class"))
				.allMatch((name) -> name.startsWith("picocli/")
						|| name.matches("dev/telemetry/(cli|report|text)/[^/]+\\.class"));
		}
		assertThat(Files.size(JAR)).isLessThan(1_000_000);
	}

	@Test
	void reportsAreShownInTheLettersTheyHave() throws Exception {
		CommandRun run = run("", "show", "import-1");
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.out()).isEqualTo(run.golden("show.txt"));
		CommandRun hostile = run("", "export", "hostile", "--format", "csv");
		assertThat(hostile.out().replace("\r\n", "\n")).isEqualTo(hostile.golden("hostile.csv"));
	}

	@Test
	void thePageIsPartOfTheJar() throws Exception {
		CommandRun run = run("", "timeline", "import-1", "--format", "html");
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.out()).contains("<!DOCTYPE html>", "id=\"data\">{\"traceId\"");
	}

	@Test
	void exitCodesAreThoseOfTheProcess() throws Exception {
		CommandRun missing = run("", "show", "no-such-job");
		assertThat(missing.exitCode()).isEqualTo(1);
		assertThat(missing.err()).contains("There is no report of 'no-such-job'");
		assertThat(run("", "show", "--frobnicate").exitCode()).isEqualTo(2);
		assertThat(run("", "show", "damaged").exitCode()).isEqualTo(3);
	}

	@Test
	void linesAreFollowedFromStandardInput() throws Exception {
		CommandRun run = run(TailTests.EVENT, "tail");
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.out()).contains("worker  simulate");
	}

}
