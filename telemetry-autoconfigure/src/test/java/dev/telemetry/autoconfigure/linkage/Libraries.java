package dev.telemetry.autoconfigure.linkage;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.Opcodes;

import dev.telemetry.autoconfigure.linkage.ConstantPool.Member;

/**
 * The class path of these tests, as class files: nothing is loaded. Not thread-safe.
 */
final class Libraries implements AutoCloseable {

	private final URLClassLoader loader;

	private final Map<String, @Nullable LinkedClass> found = new HashMap<>();

	/**
	 * Finds classes on the class path of these tests.
	 * @param others jars that stand in for those of the same name, in another version
	 */
	Libraries(List<Path> others) {
		Set<String> replaced = others.stream().map(Libraries::artifact).collect(Collectors.toSet());
		Stream<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((entry) -> !replaced.contains(artifact(entry)));
		this.loader = new URLClassLoader(
				Stream.concat(others.stream(), classPath).map(Libraries::url).toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader());
	}

	private static String artifact(Path jar) {
		return jar.getFileName().toString().replaceFirst("-\\d.*\\.jar$", "");
	}

	private static URL url(Path entry) {
		try {
			return entry.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Nullable LinkedClass find(String type) {
		if (!this.found.containsKey(type)) {
			this.found.put(type, read(type));
		}
		return this.found.get(type);
	}

	private @Nullable LinkedClass read(String type) {
		try (InputStream file = this.loader.getResourceAsStream(type + ".class")) {
			return (file != null) ? LinkedClass.read(file) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Finds the type that declares a member, where the JVM would find it.
	 */
	@Nullable String declaring(String type, String member) {
		LinkedClass linked = find(type);
		if (linked == null) {
			return null;
		}
		if (linked.members().containsKey(member)) {
			return type;
		}
		for (String supertype : (member.startsWith("<init>")) ? List.<String>of() : linked.supertypes()) {
			String declaring = declaring(supertype, member);
			if (declaring != null) {
				return declaring;
			}
		}
		return null;
	}

	/**
	 * What a class that can be instantiated inherits and does not implement.
	 */
	List<Member> unimplemented(String type) {
		List<Member> unimplemented = new ArrayList<>();
		Set<String> types = withSupertypes(type, new TreeSet<>());
		for (String supertype : types) {
			Map<String, Integer> members = members(supertype);
			members.forEach((member, access) -> {
				if ((access & Opcodes.ACC_ABSTRACT) != 0
						&& types.stream().noneMatch((any) -> implementsIt(any, member))) {
					int parameters = member.indexOf('(');
					unimplemented
						.add(new Member(supertype, member.substring(0, parameters), member.substring(parameters)));
				}
			});
		}
		return unimplemented;
	}

	private boolean implementsIt(String type, String member) {
		Integer access = members(type).get(member);
		return access != null && (access & Opcodes.ACC_ABSTRACT) == 0;
	}

	private Map<String, Integer> members(String type) {
		LinkedClass linked = find(type);
		return (linked != null) ? linked.members() : Map.of();
	}

	private Set<String> withSupertypes(String type, Set<String> types) {
		LinkedClass linked = find(type);
		if (types.add(type) && linked != null) {
			linked.supertypes().forEach((supertype) -> withSupertypes(supertype, types));
		}
		return types;
	}

	@Override
	public void close() throws IOException {
		this.loader.close();
	}

}
