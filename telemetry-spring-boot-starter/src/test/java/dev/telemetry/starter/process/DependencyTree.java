package dev.telemetry.starter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who brings which artifact, as Maven wrote it down in the build: the branches that it
 * leaves out as duplicates included, so that an exclusion removes here what it removes in
 * an application. Artifacts are named {@code group:artifact}.
 */
final class DependencyTree {

	private static final Pattern LINE = Pattern
		.compile("([| +\\\\-]*)\\(?([\\w.-]+:[\\w.-]+):jar:[^: ]+(?::(\\w+))?.*");

	private static final int INDENTATION = 3;

	private final Map<String, Set<String>> children = new HashMap<>();

	private DependencyTree() {
	}

	static DependencyTree read(Path file) throws IOException {
		DependencyTree tree = new DependencyTree();
		Deque<String> branch = new ArrayDeque<>();
		for (String line : Files.readAllLines(file)) {
			Matcher matcher = LINE.matcher(line);
			if (matcher.matches()) {
				tree.add(branch, matcher.group(1).length() / INDENTATION, matcher.group(2), matcher.group(3));
			}
		}
		return tree;
	}

	private void add(Deque<String> branch, int depth, String artifact, String scope) {
		while (branch.size() > depth) {
			branch.pop();
		}
		// What only our tests need is not what we bring.
		if (!branch.isEmpty() && !(depth == 1 && "test".equals(scope))) {
			this.children.computeIfAbsent(branch.peek(), (parent) -> new LinkedHashSet<>()).add(artifact);
		}
		branch.push(artifact);
	}

	/**
	 * Collects what some artifacts bring.
	 * @param roots the artifacts
	 * @param excluded what is left out with all that only it brings
	 * @return the roots and everything below
	 */
	Set<String> closure(Collection<String> roots, Predicate<String> excluded) {
		Set<String> found = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(roots);
		while (!open.isEmpty()) {
			String artifact = open.remove();
			if (!excluded.test(artifact) && found.add(artifact)) {
				open.addAll(this.children.getOrDefault(artifact, Set.of()));
			}
		}
		return found;
	}

}
