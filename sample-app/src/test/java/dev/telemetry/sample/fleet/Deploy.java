package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;

/**
 * The files in {@code deploy}.
 */
final class Deploy {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private Deploy() {
	}

	static Path path(String relative) {
		return ROOT.resolve("deploy").resolve(relative);
	}

	static String documentation(String name) {
		return text(ROOT.resolve("docs").resolve(name));
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, Object> yaml(Path file) {
		try (Reader reader = Files.newBufferedReader(file)) {
			return new Yaml().load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
