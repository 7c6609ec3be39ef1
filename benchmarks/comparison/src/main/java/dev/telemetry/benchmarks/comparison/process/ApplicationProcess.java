package dev.telemetry.benchmarks.comparison.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The application in a process of its own, asked about itself through its standard input
 * and output. Ends with this object, and also if this process ends.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:MetaspaceSize=128m");

	private static final int LAST_LINES = 30;

	private final Process process;

	private final BufferedReader out;

	private final PrintWriter in;

	private final Map<String, Long> atStart;

	private final long startNanos;

	/**
	 * Starts the application and waits until it serves.
	 */
	ApplicationProcess(ApplicationVariant variant, ApplicationClassPath classPath, Path agent, String endpoint)
			throws IOException {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
		command.addAll(JVM);
		List<String> settings = variant.settings(endpoint);
		if (variant.hasAgent()) {
			command.add("-javaagent:" + agent);
			settings.stream()
				.filter((setting) -> setting.startsWith("--otel."))
				.map((setting) -> "-D" + setting.substring(2))
				.forEach(command::add);
		}
		command.addAll(List.of("-cp", classPath.text(), "dev.telemetry.benchmarks.application.ItemsApplication"));
		command.addAll(settings);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_") || name.startsWith("TELEMETRY_"));
		long start = System.nanoTime();
		this.process = builder.start();
		this.out = this.process.inputReader(StandardCharsets.UTF_8);
		this.in = new PrintWriter(this.process.outputWriter(StandardCharsets.UTF_8), true);
		this.atStart = answer();
		this.startNanos = System.nanoTime() - start;
	}

	/**
	 * Returns the time from the start of the JVM until it serves.
	 * @return in nanoseconds
	 */
	long startNanos() {
		return this.startNanos;
	}

	/**
	 * Returns what the process said about itself when it began to serve.
	 * @return by name
	 */
	Map<String, Long> atStart() {
		return this.atStart;
	}

	int port() {
		return this.atStart.getOrDefault("port", 0L).intValue();
	}

	/**
	 * Asks the process about itself.
	 * @param question {@code gc}, to collect garbage before, or anything else
	 * @return the answers by name
	 */
	Map<String, Long> ask(String question) throws IOException {
		this.in.println(question);
		return answer();
	}

	private Map<String, Long> answer() throws IOException {
		Queue<String> last = new ArrayDeque<>();
		String line = this.out.readLine();
		while (line != null && !line.startsWith("measured ")) {
			last.add(line);
			if (last.size() > LAST_LINES) {
				last.remove();
			}
			line = this.out.readLine();
		}
		if (line == null) {
			throw new IOException(
					"The application ended:\n" + last.stream().collect(Collectors.joining(System.lineSeparator())));
		}
		Map<String, Long> answers = new HashMap<>();
		for (String part : line.substring("measured ".length()).split(" ")) {
			String[] pair = part.split("=");
			answers.put(pair[0], Long.valueOf(pair[1]));
		}
		return answers;
	}

	/**
	 * Returns the memory that the process occupies, as Linux counts it.
	 * @return the bytes
	 * @throws IOException if there is no such file
	 */
	long residentBytes() throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(this.process.pid()), "status"))) {
			if (line.startsWith("VmRSS:")) {
				return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
			}
		}
		throw new IOException("The system does not say how much memory is resident");
	}

	/**
	 * Lets the application end by itself, so that it exports what it still has.
	 */
	@Override
	public void close() throws IOException {
		this.in.close();
		this.out.transferTo(java.io.Writer.nullWriter());
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
