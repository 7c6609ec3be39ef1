package dev.telemetry.autoconfigure.linkage;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.telemetry.autoconfigure.linkage.ConstantPool.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that our class files name is there, in the versions on the class path. Applications
 * change the version of Spring Boot and do not compile us again: with
 * {@code -Dtelemetry.linkage.jars} and jars of another version, it is checked against
 * those.
 */
class LinkageTests {

	private static final List<Path> CLASSES = List.of(Path.of("target", "classes"),
			Path.of("..", "telemetry-core", "target", "classes"));

	private static final Pattern NAME_OF_TYPE = Pattern.compile(
			"(org\\.springframework|io\\.micrometer|io\\.opentelemetry)(\\.[a-z][\\w]*)+(\\.[A-Z]\\w*)+(\\$\\w+)*");

	private static final Pattern INTERNAL = Pattern.compile("(?!dev/telemetry/).*/(internal|impl)/.*");

	private static final Map<String, ConstantPool> pools = new TreeMap<>();

	private static Libraries libraries;

	@BeforeAll
	static void read() throws IOException {
		libraries = new Libraries(Stream.of(System.getProperty("telemetry.linkage.jars", "").split(File.pathSeparator))
			.filter((jar) -> !jar.isEmpty())
			.map(Path::of)
			.toList());
		for (Path classes : CLASSES) {
			try (Stream<Path> files = Files.walk(classes)) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
					try (InputStream in = Files.newInputStream(file)) {
						pools.put(classes.relativize(file).toString().replace('\\', '/').replace(".class", ""),
								ConstantPool.read(in));
					}
				}
			}
		}
	}

	@AfterAll
	static void close() throws IOException {
		libraries.close();
	}

	@Test
	void everyTypeIsThere() throws IOException {
		Set<String> missing = pools.values()
			.stream()
			.flatMap((pool) -> pool.types().stream())
			.filter((type) -> libraries.find(type) == null)
			.map((type) -> type.replace('/', '.'))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(missing).isEqualTo(known("missing"));
	}

	@Test
	void everyMethodAndFieldIsThere() {
		assertThat(members().filter((member) -> libraries.find(member.owner()) != null))
			.filteredOn((member) -> libraries.declaring(member.owner(), member.signature()) == null)
			.isEmpty();
	}

	@Test
	void everyAbstractMethodIsImplemented() {
		assertThat(pools.keySet()).filteredOn((type) -> !libraries.find(type).isAbstract())
			.allSatisfy((type) -> assertThat(libraries.unimplemented(type)).as(type).isEmpty());
	}

	@Test
	void everyTypeThatIsNamedByATextIsThere() throws IOException {
		Set<String> missing = pools.values()
			.stream()
			.flatMap((pool) -> pool.texts().stream())
			.filter((text) -> NAME_OF_TYPE.matcher(text).matches())
			.filter((text) -> libraries.find(text.replace('.', '/')) == null)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(missing).isEqualTo(known("named"));
	}

	@Test
	void whatMayGoIsUsedForAReason() throws IOException {
		Set<String> fragile = new TreeSet<>();
		members().forEach((member) -> {
			String declaring = libraries.declaring(member.owner(), member.signature());
			if (declaring != null && libraries.find(declaring).isDeprecated(member.signature())) {
				fragile.add(member.toString());
			}
		});
		pools.values().stream().flatMap((pool) -> pool.types().stream()).forEach((type) -> {
			LinkedClass linked = libraries.find(type);
			if (INTERNAL.matcher(type).matches()
					|| (linked != null && linked.isDeprecated() && !pools.containsKey(type))) {
				fragile.add(type.replace('/', '.'));
			}
		});
		fragile.removeAll(known("later"));
		assertThat(fragile).isEqualTo(known("fragile"));
	}

	// Those of an array are its own.
	private static Stream<Member> members() {
		return pools.values()
			.stream()
			.flatMap((pool) -> pool.members().stream())
			.filter((member) -> !member.owner().startsWith("[") && !member.owner().startsWith("java/"))
			.distinct();
	}

	/** The entries of a kind, each of which has its reason beside it. */
	private static Set<String> known(String kind) throws IOException {
		return Files.readAllLines(Path.of("src", "test", "resources", "linkage.txt"))
			.stream()
			.filter((line) -> line.startsWith(kind + " "))
			.map((line) -> line.substring(kind.length() + 1, line.indexOf(" - ")).trim())
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
