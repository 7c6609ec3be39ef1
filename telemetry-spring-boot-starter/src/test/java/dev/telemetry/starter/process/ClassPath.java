package dev.telemetry.starter.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of an application, told as its author would: by dependencies and
 * exclusions. Immutable.
 */
public final class ClassPath {

	/** What this module is about. */
	public static final String STARTER = "dev.telemetry:telemetry-spring-boot-starter";

	private static final Resolved RESOLVED = Resolved.read();

	private final List<String> dependencies;

	private final List<String> excluded;

	private final List<String> copied;

	private final List<Path> folders;

	private ClassPath(List<String> dependencies, List<String> excluded, List<String> copied, List<Path> folders) {
		this.dependencies = dependencies;
		this.excluded = excluded;
		this.copied = copied;
		this.folders = folders;
	}

	public static ClassPath of(String... dependencies) {
		return new ClassPath(List.of(dependencies), List.of(), List.of(), List.of());
	}

	public ClassPath with(String... more) {
		return new ClassPath(joined(this.dependencies, more), this.excluded, this.copied, this.folders);
	}

	/**
	 * Excludes artifacts wherever they come from, with all that only they bring.
	 */
	public ClassPath without(String... artifacts) {
		return new ClassPath(this.dependencies, joined(this.excluded, artifacts), this.copied, this.folders);
	}

	/**
	 * Adds jars that the build has copied, in front of all others.
	 */
	public ClassPath withCopied(String... jars) {
		return new ClassPath(this.dependencies, this.excluded, joined(this.copied, jars), this.folders);
	}

	/**
	 * Adds folders with classes and resources, in front of all others.
	 */
	public ClassPath withFolders(Path... folders) {
		return new ClassPath(this.dependencies, this.excluded, this.copied, List.of(folders));
	}

	private static List<String> joined(List<String> some, String... more) {
		return Stream.concat(some.stream(), Stream.of(more)).toList();
	}

	/**
	 * Turns it into the argument of a JVM, behind the classes of these tests.
	 */
	public String argument() {
		List<Path> entries = new ArrayList<>(this.folders);
		entries.add(Path.of("target", "test-classes"));
		this.copied.forEach((jar) -> entries.add(Artifacts.copied(jar)));
		RESOLVED.tree()
			.closure(this.dependencies, this.excluded::contains)
			.forEach((artifact) -> entries.add(RESOLVED.artifacts().file(artifact)));
		return entries.stream()
			.map((entry) -> entry.toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * What Maven has resolved for this module.
	 *
	 * @param tree who brings what
	 * @param artifacts where it is
	 */
	private record Resolved(DependencyTree tree, Artifacts artifacts) {

		static Resolved read() {
			try {
				return new Resolved(DependencyTree.read(Path.of("target", "dependency-tree.txt")),
						new Artifacts(Path.of("target", "test-class-path.txt")));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
