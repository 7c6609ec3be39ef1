package dev.telemetry.starter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java process on the JDK of these tests. What it prints is kept in a file, to be
 * looked at when a test fails.
 *
 * @param name name of the file
 * @param classPath its class path
 * @param jvmArguments further arguments of the JVM
 * @param mainClass what to run
 * @param arguments arguments of the program
 */
public record ChildProcess(String name, ClassPath classPath, List<String> jvmArguments, Class<?> mainClass,
		List<String> arguments) {

	/**
	 * Runs it to its end.
	 * @param timeout when it is killed
	 * @return the lines it printed
	 */
	public List<String> run(Duration timeout) throws IOException, InterruptedException {
		return run(timeout, Map.of());
	}

	/**
	 * Runs it to its end in a certain environment.
	 * @param timeout when it is killed
	 * @param variables environment variables beside those of these tests
	 * @return the lines it printed
	 */
	public List<String> run(Duration timeout, Map<String, String> variables) throws IOException, InterruptedException {
		Path output = Files.createDirectories(Path.of("target", "child-processes")).resolve(this.name + ".log");
		ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		// What is set around the build must not change what is tested.
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("OTEL_") || name.startsWith("TELEMETRY_")
					|| name.equals("JAVA_TOOL_OPTIONS"));
		builder.environment().putAll(variables);
		Process process = builder.start();
		try {
			if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("Not done within %s, see %s".formatted(timeout, output));
			}
			if (process.exitValue() != 0) {
				throw new AssertionError("Exited with %d, see %s".formatted(process.exitValue(), output));
			}
			return Files.readAllLines(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		Collections.addAll(command, "-Xmx256m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				this.classPath.argument());
		command.addAll(this.jvmArguments);
		command.add(this.mainClass.getName());
		command.addAll(this.arguments);
		return command;
	}

}
