package dev.telemetry.autoconfigure.export;

import java.util.HashSet;
import java.util.Set;

/**
 * Makes names of exporters unique, because meters are distinguished by them: a bean may
 * have the name of a built-in exporter.
 */
final class UniqueNames {

	private final Set<String> taken = new HashSet<>();

	/**
	 * Takes a name.
	 * @param name the requested name
	 * @return the name, with a number appended if it is taken
	 */
	String of(String name) {
		String candidate = name;
		for (int i = 2; !this.taken.add(candidate); i++) {
			candidate = name + "-" + i;
		}
		return candidate;
	}

}
