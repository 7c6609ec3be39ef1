package dev.telemetry.starter.start;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.telemetry.starter.application.StartMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;

/**
 * The classes that a traced application loaded from jars while it started.
 *
 * @param loads each class with the thread that loaded it, in order
 */
record LoadedClasses(List<Load> loads) {

	private static final Pattern LINE = Pattern.compile("\\[(\\d+)] (\\S+) source: (?:jar:)?file:.*");

	/** What an application that is not traced does without. */
	private static final Pattern OF_TRACING = Pattern
		.compile("(dev\\.telemetry\\.(?!starter\\.)|io\\.opentelemetry\\.|io\\.micrometer\\.(tracing|context)\\."
				+ "|org\\.springframework\\.boot\\.(micrometer\\.tracing|opentelemetry)\\.).*");

	private static final String FIRST_AFTER_ENVIRONMENT = "dev.telemetry.autoconfigure.ClassPreloader";

	private static final ClassPath CLASS_PATH = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			ClassPath.STARTER);

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	/**
	 * Starts an application.
	 * @param name of the file for what it prints
	 * @param arguments arguments of its JVM
	 */
	static LoadedClasses ofStart(String name, String... arguments) throws Exception {
		List<String> jvmArguments = new ArrayList<>(List.of(arguments));
		jvmArguments.add("-Xlog:class+load:stdout:tid");
		List<String> output = new ChildProcess("start-" + name, CLASS_PATH, jvmArguments, StartMain.class,
				List.of("--server.port=0", "--telemetry.enabled=true",
						"--telemetry.otel.endpoint=http://127.0.0.1:9/v1/traces"))
			.run(TIMEOUT);
		return new LoadedClasses(output.stream()
			.takeWhile((line) -> !line.equals(StartMain.STARTED))
			.map(LINE::matcher)
			.filter(Matcher::matches)
			.map((line) -> new Load(line.group(1), line.group(2)))
			.toList());
	}

	/**
	 * Those of tracing that were loaded by the thread that started the application.
	 */
	Set<String> byTheStart() {
		String main = mainThread();
		return ofTracing(this.loads.stream().filter((load) -> load.thread().equals(main)));
	}

	/**
	 * Those of tracing that were loaded, by any thread, once the environment was known.
	 */
	Set<String> afterTheEnvironment() {
		return ofTracing(
				this.loads.stream().dropWhile((load) -> !load.className().equals(FIRST_AFTER_ENVIRONMENT)).skip(1));
	}

	private String mainThread() {
		return this.loads.stream()
			.filter((load) -> load.className().equals(StartMain.class.getName()))
			.findFirst()
			.orElseThrow()
			.thread();
	}

	private static Set<String> ofTracing(Stream<Load> loads) {
		return loads.map(Load::className)
			.filter((name) -> OF_TRACING.matcher(name).matches())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * A class that was loaded.
	 *
	 * @param thread id of the thread that needed it
	 * @param className its name
	 */
	record Load(String thread, String className) {

	}

}
