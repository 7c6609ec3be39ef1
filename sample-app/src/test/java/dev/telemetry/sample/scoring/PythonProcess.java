package dev.telemetry.sample.scoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Python, where it is there, with the module of the worker.
 */
public final class PythonProcess {

	private static final List<String> OURS = List.of("TRACEPARENT", "OTEL_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT",
			"WORKER_SAMPLING_RATIO", "TELEMETRY_EVENTS_EXCLUDE", "WORKER_CONTROL_FILE", "WORKER_POOL");

	private PythonProcess() {
	}

	public static boolean isThere() {
		try {
			return new ProcessBuilder("python3", "--version").redirectErrorStream(true).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Runs a program with an environment.
	 * @return what it printed on the standard error stream
	 */
	static List<String> run(String program, Map<String, String> environment) throws Exception {
		Map<String, String> variables = new HashMap<>(environment);
		ProcessBuilder builder = new ProcessBuilder("python3", "-B", "-c", program)
			.directory(Path.of("worker").toFile());
		OURS.forEach(builder.environment()::remove);
		builder.environment().putAll(variables);
		Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		String printed = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		return printed.lines().toList();
	}

}
