package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in the environment of the application goes to its workers byte for byte.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts shell programs")
class EnvironmentOfWorkersTests {

	private static final String BYTES = "printf '%s' \"$CITY\" | od -An -tx1";

	@Test
	void aVariableThatJavaCannotReadIsTheSameForEachWorkerOfABuilder() throws Exception {
		String java = ProcessHandle.current().info().command().orElseThrow();
		ProcessBuilder application = new ProcessBuilder("/bin/sh", "-c",
				"export LC_ALL=C; CITY=$(printf 'K\\303\\266ln'); export CITY; exec \"$0\" \"$@\"", java, "-cp",
				System.getProperty("java.class.path"), Application.class.getName())
			.redirectError(ProcessBuilder.Redirect.DISCARD);
		Process process = application.start();
		List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.toList();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(printed).containsExactly("4b c3 b6 6c 6e", "4b c3 b6 6c 6e");
	}

	/**
	 * Starts two workers with the same builder.
	 */
	public static final class Application {

		private Application() {
		}

		public static void main(String[] args) throws Exception {
			ProcessBuilder builder = WorkerBench.shell(BYTES).redirectOutput(ProcessBuilder.Redirect.INHERIT);
			try (WorkerBench bench = new WorkerBench()) {
				for (int i = 0; i < 2; i++) {
					bench.workers.start(builder, "scoring").waitFor();
				}
			}
		}

	}

}
