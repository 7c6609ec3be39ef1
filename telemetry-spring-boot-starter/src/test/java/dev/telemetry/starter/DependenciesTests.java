package dev.telemetry.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users pay for each jar: the list of them is on purpose.
 */
class DependenciesTests {

	private static final Path PAGE = Path.of("..", "docs", "dependencies.md");

	private static final Path RUNTIME_CLASS_PATH = Path.of("target", "runtime-class-path.txt");

	private static final Pattern JAR = Pattern.compile("(.+?)-\\d.*\\.jar");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void everyJarIsOnThePageWithAReason() throws IOException {
		assertThat(documented()).isEqualTo(jars());
	}

	@Test
	void whatWasLeftOutOnPurposeIsNotThere() throws IOException {
		assertThat(jars()).isNotEmpty()
			.noneMatch((jar) -> jar.startsWith("aspectj") || jar.startsWith("jackson") || jar.startsWith("tomcat")
					|| jar.startsWith("lombok") || jar.startsWith("guava"))
			.doesNotContain("micrometer-registry-otlp", "spring-boot-starter-opentelemetry");
	}

	// Most classes of a start are those of Spring. Each is looked for in all jars before
	// its own. What tests depend on moves some of the jars behind.
	@Test
	void jarsOfSpringAreBeforeThoseOfTelemetry() throws IOException {
		List<String> jars = jarsInOrder().toList();
		assertThat(jars.subList(jars.indexOf("telemetry-autoconfigure"), jars.size())).doesNotContain(
				"spring-boot-autoconfigure", "spring-boot", "spring-context", "spring-boot-actuator",
				"spring-boot-actuator-autoconfigure", "logback-classic", "micrometer-core");
	}

	private static Set<String> jars() throws IOException {
		return jarsInOrder().collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> jarsInOrder() throws IOException {
		return Arrays.stream(Files.readString(RUNTIME_CLASS_PATH).trim().split(File.pathSeparator))
			.map(DependenciesTests::artifact);
	}

	// In a build of all modules ours are folders, not jars.
	private static String artifact(String entry) {
		Path path = Path.of(entry);
		Matcher jar = JAR.matcher(path.getFileName().toString());
		return (jar.matches()) ? jar.group(1) : path.getParent().getParent().getFileName().toString();
	}

	private static Set<String> documented() throws IOException {
		return Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.substring(0, line.indexOf('|', 1)))
			.flatMap((cell) -> CODE.matcher(cell).results())
			.map((result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
