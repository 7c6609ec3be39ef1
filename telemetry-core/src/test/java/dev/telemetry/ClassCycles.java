package dev.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * Which top-level classes use each other in a circle: the strongly connected components
 * of what uses what, by Tarjan's algorithm. Nested classes count as the one around them.
 */
public final class ClassCycles {

	private final Map<String, Set<String>> uses = new TreeMap<>();

	private final Map<String, Integer> index = new HashMap<>();

	private final Map<String, Integer> low = new HashMap<>();

	private final Deque<String> path = new ArrayDeque<>();

	private final List<Set<String>> cycles = new ArrayList<>();

	private ClassCycles(JavaClasses classes) {
		for (JavaClass from : classes) {
			Set<String> targets = this.uses.computeIfAbsent(topLevel(from), (name) -> new TreeSet<>());
			for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
				JavaClass target = dependency.getTargetClass().getBaseComponentType();
				if (classes.contain(target.getName())) {
					targets.add(topLevel(target));
				}
			}
		}
		this.uses.keySet().forEach((name) -> {
			if (!this.index.containsKey(name)) {
				visit(name);
			}
		});
	}

	/**
	 * Finds the cycles.
	 * @param classes the classes to look at
	 * @return the names of the classes of each cycle without their common package,
	 * separated by commas, sorted
	 */
	public static List<String> of(JavaClasses classes) {
		return new ClassCycles(classes).cycles.stream()
			.map((cycle) -> String.join(", ", cycle))
			.sorted(Comparator.naturalOrder())
			.toList();
	}

	private void visit(String name) {
		int number = this.index.size();
		this.index.put(name, number);
		this.low.put(name, number);
		this.path.push(name);
		for (String target : this.uses.getOrDefault(name, Set.of())) {
			if (!this.index.containsKey(target)) {
				visit(target);
				this.low.merge(name, this.low.get(target), Math::min);
			}
			else if (this.path.contains(target)) {
				this.low.merge(name, this.index.get(target), Math::min);
			}
		}
		if (this.low.get(name) == number) {
			Set<String> component = new TreeSet<>();
			String member;
			do {
				member = this.path.pop();
				component.add(member.substring("dev.telemetry.".length()));
			}
			while (!member.equals(name));
			if (component.size() > 1) {
				this.cycles.add(component);
			}
		}
	}

	private static String topLevel(JavaClass type) {
		String name = type.getName();
		int nested = name.indexOf('$');
		return (nested < 0) ? name : name.substring(0, nested);
	}

}
