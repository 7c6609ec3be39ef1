package dev.telemetry.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM. It ends without a warning: because it is killed, or has no memory left.
 */
final class ChildJvm implements AutoCloseable {

	private final Process process;

	private final BufferedReader out;

	/**
	 * Starts a JVM with the class path of this one. It ends with the test, at the latest
	 * when this one ends: it is to end when its standard input does.
	 */
	ChildJvm(Class<?> main, String... arguments) throws IOException {
		this(128, main, arguments);
	}

	/**
	 * Starts a JVM with a heap of some megabytes, which ends when that is not enough.
	 */
	ChildJvm(int megabytes, Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx" + megabytes + "m", "-cp",
						System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.out = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Reads a line of what it prints.
	 */
	String readLine() throws IOException {
		String line = this.out.readLine();
		if (line == null) {
			throw new IOException("The child has ended");
		}
		return line;
	}

	/**
	 * Kills it, and gives back what it had printed.
	 */
	List<String> kill() throws Exception {
		// Not by the process itself, which would close its output.
		this.process.toHandle().destroyForcibly();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			throw new IOException("The child cannot be killed");
		}
		List<String> rest = new ArrayList<>();
		for (String line = this.out.readLine(); line != null; line = this.out.readLine()) {
			rest.add(line);
		}
		return rest;
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.out.close();
	}

}
