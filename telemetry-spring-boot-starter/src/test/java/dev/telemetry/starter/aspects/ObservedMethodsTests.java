package dev.telemetry.starter.aspects;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.telemetry.starter.application.ObservedMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods with Micrometer's annotations, with and without the aspects that honour them.
 */
class ObservedMethodsTests {

	private static final ClassPath WITHOUT_ASPECTS = ClassPath.of(ClassPath.STARTER);

	private static final ClassPath WITH_ASPECTS = WITHOUT_ASPECTS.withCopied("aspectjweaver.jar");

	private static final String ANNOTATIONS = "--management.observations.annotations.enabled=true";

	@Test
	void withAspectsAnObservedMethodIsASpanWithinItsJob() throws Exception {
		List<String> output = run("aspects", WITH_ASPECTS, ANNOTATIONS);
		Map<String, Span> spans = spans(output).collect(Collectors.toMap(Span::kind, Function.identity()));
		assertThat(spans).containsOnlyKeys("job.run", "both", "alone");
		assertThat(spans.get("job.run").isRoot()).isTrue();
		assertThat(spans.get("both").parent()).isEqualTo(spans.get("job.run").id());
		assertThat(spans.get("alone").isRoot()).isTrue();
		assertThat(output).contains("METER both 1", "METER alone 1", "METER timed.both 1", "METER job.run 1");
	}

	@Test
	void withoutAspectsThatAnnotationAloneDoesNothing() throws Exception {
		List<String> output = run("no-aspects", WITHOUT_ASPECTS, ANNOTATIONS);
		assertThat(spans(output)).extracting(Span::name).containsExactly("job.run");
		assertThat(output).contains("METER both 0", "METER alone 0", "METER timed.both 1", "METER job.run 1");
	}

	private static List<String> run(String name, ClassPath classPath, String... properties) throws Exception {
		List<String> arguments = Stream
			.concat(Stream.of(properties),
					Stream.of("--telemetry.enabled=true", "--telemetry.otel.exporter=none",
							"--telemetry.sampling.ratio=1.0", "--telemetry.sampling.enabled=false",
							"--spring.main.web-application-type=none"))
			.toList();
		return new ChildProcess(name, classPath, List.of(), ObservedMain.class, arguments).run(Duration.ofSeconds(60));
	}

	private static Stream<Span> spans(List<String> output) {
		return output.stream().filter((line) -> line.startsWith("SPAN ")).map(Span::of);
	}

	/**
	 * A span.
	 *
	 * @param name its name
	 * @param id its id
	 * @param parent that of its parent
	 */
	private record Span(String name, String id, String parent) {

		static Span of(String line) {
			int end = line.lastIndexOf(' ');
			int middle = line.lastIndexOf(' ', end - 1);
			return new Span(line.substring("SPAN ".length(), middle), line.substring(middle + 1, end),
					line.substring(end + 1));
		}

		boolean isRoot() {
			return this.parent.chars().allMatch((digit) -> digit == '0');
		}

		/** Of those with the names of methods, the method. */
		String kind() {
			return this.name.replaceAll(".*[#.](both|alone)$", "$1");
		}

	}

}
