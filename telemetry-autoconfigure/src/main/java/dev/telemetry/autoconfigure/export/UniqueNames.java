package dev.telemetry.autoconfigure.export;

import java.util.HashSet;
import java.util.Set;

/**
 * Names of exporters, which tell their meters apart: a bean may be named like one of
 * ours.
 */
final class UniqueNames {

	private final Set<String> taken = new HashSet<>();

	/**
	 * Takes a name.
	 * @param name the name that is wanted
	 * @return the same, or one with a number behind it where it is taken
	 */
	String of(String name) {
		String candidate = name;
		for (int i = 2; !this.taken.add(candidate); i++) {
			candidate = name + "-" + i;
		}
		return candidate;
	}

}
