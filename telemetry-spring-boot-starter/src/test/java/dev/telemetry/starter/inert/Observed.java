package dev.telemetry.starter.inert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.telemetry.starter.application.InertMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;

/**
 * What was seen of an application from the outside.
 *
 * @param output the lines that its process printed
 */
record Observed(List<String> output) {

	private static final String FACT = "FACT ";

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	/**
	 * Starts an application, sends requests to it and stops it. One thread serves all
	 * requests, and the simpler of the two compilers leaves each allocation where it is
	 * written: so two runs can be compared.
	 */
	static Observed of(String name, ClassPath classPath, List<String> properties) throws Exception {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=inert", "--server.port=0",
				"--server.address=127.0.0.1", "--server.tomcat.threads.min-spare=1", "--server.tomcat.threads.max=1",
				"--server.tomcat.max-keep-alive-requests=-1"));
		arguments.addAll(properties);
		Path classes = Path.of("target", "child-processes", "inert-classes-" + name.replace(' ', '-') + ".log");
		List<String> output = new ArrayList<>(
				new ChildProcess("inert-" + name, classPath,
						List.of("-XX:TieredStopAtLevel=1", "-Dspring.threads.virtual.enabled=false",
								"-Xlog:class+load:file=" + classes + ":none"),
						InertMain.class, arguments)
					.run(TIMEOUT));
		output.add(FACT + "classes=" + countClasses(classes));
		return new Observed(output);
	}

	// Without what the JVM makes for itself as it likes: 171 to 191 for one application.
	private static long countClasses(Path log) throws IOException {
		try (Stream<String> lines = Files.lines(log)) {
			return lines.takeWhile((line) -> !line.startsWith(InertMain.ClassesAreCountedUpToThis.class.getName()))
				.filter((line) -> line.contains(" source: ") && !line.startsWith("java.lang.invoke.LambdaForm$"))
				.count();
		}
	}

	List<String> facts(String name) {
		String prefix = FACT + name + "=";
		return this.output.stream()
			.filter((line) -> line.startsWith(prefix))
			.map((line) -> line.substring(prefix.length()))
			.toList();
	}

	/**
	 * The middle one of several measurements.
	 */
	long median(String name) {
		long[] sorted = facts(name).stream().mapToLong(Long::parseLong).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	/**
	 * A response without what differs from one moment to the next.
	 */
	String response(String path) {
		String response = String.join("", facts(path))
			.replaceAll("Date: [^\\\\]+", "Date")
			.replaceAll("\"timestamp\":\"[^\"]+\"", "timestamp")
			.replaceAll("(# (HELP|TYPE) )?jvm_gc_[^\\\\]+\\\\n", "")
			.replaceAll(" [0-9.E-]+\\\\n", "\\\\n");
		return sortedLinks(response);
	}

	// A JVM has the methods of a class, and so an endpoint its links, in any order. What
	// comes before them stays there.
	private static String sortedLinks(String response) {
		return Stream.of(response.split("(?=\"[a-z-]+\":\\{\"href\")"))
			.map((link) -> link.replaceAll("[,}]+$", ""))
			.sorted(Comparator.reverseOrder())
			.collect(Collectors.joining("\n"));
	}

	List<String> log() {
		return this.output.stream()
			.filter((line) -> !line.startsWith(FACT))
			.map((line) -> line.replaceAll("\\d+", "0"))
			.toList();
	}

}
