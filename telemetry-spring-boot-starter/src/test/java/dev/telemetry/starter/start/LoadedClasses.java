package dev.telemetry.starter.start;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
 * @param defined how many beans and configuration classes it had, by name
 */
record LoadedClasses(List<Load> loads, Map<String, Integer> defined) {

	private static final Pattern LINE = Pattern.compile("\\[(\\d+)] (\\S+) source: (?:jar:)?file:.*");

	/** The application itself: what others do not have. */
	private static final String OF_THE_APPLICATION = "dev.telemetry.starter.";

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
		List<Load> loads = output.stream()
			.takeWhile((line) -> !line.equals(StartMain.STARTED))
			.map(LINE::matcher)
			.filter(Matcher::matches)
			.map((line) -> new Load(line.group(1), line.group(2)))
			.toList();
		return new LoadedClasses(loads, defined(output));
	}

	private static Map<String, Integer> defined(List<String> output) {
		return output.stream()
			.filter((line) -> line.startsWith(StartMain.DEFINED))
			.flatMap((line) -> Stream.of(line.substring(StartMain.DEFINED.length()).split(" ")))
			.map((fact) -> fact.split("="))
			.collect(Collectors.toMap((fact) -> fact[0], (fact) -> Integer.valueOf(fact[1])));
	}

	/**
	 * Those that were loaded by the thread that started the application.
	 */
	Set<String> byTheStart() {
		String main = mainThread();
		return withoutThoseOfTheApplication(this.loads.stream().filter((load) -> load.thread().equals(main)));
	}

	/**
	 * Those that were loaded, by any thread, once the environment was known.
	 */
	Set<String> afterTheEnvironment() {
		return withoutThoseOfTheApplication(
				this.loads.stream().dropWhile((load) -> !load.className().equals(FIRST_AFTER_ENVIRONMENT)).skip(1));
	}

	private String mainThread() {
		return this.loads.stream()
			.filter((load) -> load.className().equals(StartMain.class.getName()))
			.findFirst()
			.orElseThrow()
			.thread();
	}

	private static Set<String> withoutThoseOfTheApplication(Stream<Load> loads) {
		return loads.map(Load::className)
			.filter((name) -> !name.startsWith(OF_THE_APPLICATION))
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
