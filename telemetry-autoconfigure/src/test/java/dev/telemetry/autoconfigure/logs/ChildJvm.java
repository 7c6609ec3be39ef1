package dev.telemetry.autoconfigure.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in a process of its own, on the class path of the test.
 *
 * @param process the process
 * @param file what it has written
 */
record ChildJvm(Process process, Path file) {

	private static final long DEADLINE_SECONDS = 60;

	static ChildJvm start(Path file, Class<?> main, List<String> args) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), main.getName()));
		command.addAll(args);
		return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile()).start(),
				file);
	}

	/**
	 * Waits for its end.
	 * @return its exit value
	 */
	int exitValue() throws InterruptedException {
		assertThat(this.process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as(this::output).isTrue();
		return this.process.exitValue();
	}

	String output() {
		try {
			return Files.readString(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
