package dev.telemetry.benchmarks.comparison.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The application in a process of its own, asked about itself through its standard input
 * and output. Ends with this object, and also if this process ends.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:MetaspaceSize=128m");

	private static final String ANSWER = "measured ";

	/** Comes last, so that nobody waits for a process that has ended. */
	private static final String NO_ANSWER = "";

	private final Process process;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Queue<String> log = new ConcurrentLinkedQueue<>();

	private final PrintWriter in;

	private final Map<String, Long> atStart;

	private final long startNanos;

	/**
	 * Starts the application and waits until it serves.
	 */
	private ApplicationProcess(ApplicationVariant variant, List<String> launch, Path agent, String endpoint)
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
		command.addAll(launch);
		command.addAll(settings);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf(ApplicationProcess::isSetting);
		long start = System.nanoTime();
		this.process = builder.start();
		this.in = new PrintWriter(this.process.outputWriter(StandardCharsets.UTF_8), true);
		Thread reader = new Thread(this::readOutput, "application-output");
		reader.setDaemon(true);
		reader.start();
		this.atStart = answer();
		this.startNanos = System.nanoTime() - start;
	}

	/**
	 * Starts a variant as it was built, and waits until it serves.
	 * @param benchmarks the folder of the benchmarks
	 * @param endpoint where to send
	 */
	static ApplicationProcess start(Path benchmarks, ApplicationVariant variant, String endpoint) throws IOException {
		return start(benchmarks, variant, Packaging.CLASS_PATH, endpoint);
	}

	static ApplicationProcess start(Path benchmarks, ApplicationVariant variant, Packaging packaging, String endpoint)
			throws IOException {
		return new ApplicationProcess(variant, packaging.launch(benchmarks, variant.classPath()), agent(benchmarks),
				endpoint);
	}

	static Path agent(Path benchmarks) {
		return benchmarks.resolve("comparison/target/opentelemetry-javaagent.jar");
	}

	private static boolean isSetting(String variable) {
		return variable.matches("(OTEL|TELEMETRY|SPRING|MANAGEMENT|SERVER|LOGGING)_.*|(JAVA_TOOL|JDK_JAVA)_OPTIONS");
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

	// Always, since a process whose output nobody reads stands still.
	private void readOutput() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach((line) -> {
				if (line.startsWith(ANSWER)) {
					this.answers.add(line);
				}
				else {
					this.log.add(line);
				}
			});
		}
		catch (IOException | UncheckedIOException ex) {
			this.log.add(ex.toString());
		}
		this.answers.add(NO_ANSWER);
	}

	private Map<String, Long> answer() throws IOException {
		String line = nextAnswer();
		if (line == null || line.equals(NO_ANSWER)) {
			this.process.destroyForcibly();
			throw new IOException("The application does not answer:\n" + String.join("\n", this.log));
		}
		Map<String, Long> answers = new HashMap<>();
		for (String part : line.substring(ANSWER.length()).split(" ", -1)) {
			String[] pair = part.split("=", -1);
			answers.put(pair[0], Long.valueOf(pair[1]));
		}
		return answers;
	}

	private @Nullable String nextAnswer() {
		try {
			return this.answers.poll(2, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	/**
	 * Returns the CPU time of the threads.
	 * @return the times so far
	 * @throws IOException if the system does not say
	 */
	ThreadTimes threadTimes() throws IOException {
		return ThreadTimes.read(folder());
	}

	private Path folder() {
		return Path.of("/proc", String.valueOf(this.process.pid()));
	}

	/**
	 * Returns the memory that the process occupies, as Linux counts it.
	 * @return the bytes
	 * @throws IOException if there is no such file
	 */
	long residentBytes() throws IOException {
		for (String line : Files.readAllLines(folder().resolve("status"))) {
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
