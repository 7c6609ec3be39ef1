package dev.telemetry.autoconfigure.property;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The name of a property that more than one class reads is a constant.
 */
class PropertyNamesTests {

	private static final Path SOURCES = Path.of("src", "main", "java");

	private static final Pattern NAME = Pattern.compile("\"((?:telemetry|management|spring)\\.[a-z0-9.-]+[a-z0-9])\"");

	@Test
	void eachIsWrittenOnce() throws IOException {
		Map<String, Set<Path>> files = new TreeMap<>();
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			sources.filter((file) -> file.toString().endsWith(".java")).forEach((file) -> addNames(file, files));
		}
		assertThat(files).containsKey("telemetry.enabled");
		assertThat(files.entrySet()).allSatisfy((name) -> assertThat(name.getValue()).as(name.getKey()).hasSize(1));
	}

	private static void addNames(Path file, Map<String, Set<Path>> files) {
		try {
			Matcher names = NAME.matcher(Files.readString(file));
			while (names.find()) {
				files.computeIfAbsent(names.group(1), (name) -> new TreeSet<>()).add(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
