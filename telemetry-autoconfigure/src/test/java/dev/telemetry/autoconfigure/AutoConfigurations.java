package dev.telemetry.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.util.ClassUtils;

/**
 * The auto-configurations of the module, as Spring Boot finds them.
 */
final class AutoConfigurations {

	private static final String IMPORTS = "META-INF/spring/"
			+ "org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	private AutoConfigurations() {
	}

	static Class<?>[] all() {
		return names().stream().map((name) -> ClassUtils.resolveClassName(name, null)).toArray(Class<?>[]::new);
	}

	static List<String> names() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				TelemetryAutoConfiguration.class.getResourceAsStream("/" + IMPORTS), StandardCharsets.UTF_8))) {
			return reader.lines().filter((line) -> !line.isBlank()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
