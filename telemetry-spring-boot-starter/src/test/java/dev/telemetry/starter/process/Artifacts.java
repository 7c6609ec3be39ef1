package dev.telemetry.starter.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the jars that the build has resolved.
 */
final class Artifacts {

	private static final String OUR_GROUP = "dev.telemetry";

	private static final String STARTER = "dev.telemetry:telemetry-spring-boot-starter";

	private static final Path COPIED = Path.of("target", "extra-jars");

	private final List<Path> entries;

	Artifacts(Path classPathFile) throws IOException {
		this.entries = Arrays.stream(Files.readString(classPathFile).trim().split(File.pathSeparator))
			.map(Path::of)
			.toList();
	}

	/**
	 * Finds the file of an artifact. Some, such as starters, have nothing in their jar.
	 */
	Path file(String artifact) {
		// It has no classes, and no jar before it is packaged.
		if (STARTER.equals(artifact)) {
			return Path.of("target", "classes");
		}
		String group = artifact.substring(0, artifact.indexOf(':'));
		String name = artifact.substring(artifact.indexOf(':') + 1);
		return this.entries.stream()
			.filter((entry) -> isNamed(entry, group, name))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The build has not resolved " + artifact));
	}

	// Ours are in the folders of their modules, all others in the layout of a repository.
	private static boolean isNamed(Path entry, String group, String name) {
		Path folder = entry.getParent().getParent();
		return folder.endsWith(name)
				&& (OUR_GROUP.equals(group) || folder.endsWith(Path.of(group.replace('.', '/'), name)));
	}

	/**
	 * Finds a jar that was copied by the build, because it must not meet the other jars.
	 */
	static Path copied(String jar) {
		Path file = COPIED.resolve(jar);
		if (!Files.exists(file)) {
			throw new UncheckedIOException(new IOException("The build has not copied " + file));
		}
		return file;
	}

}
