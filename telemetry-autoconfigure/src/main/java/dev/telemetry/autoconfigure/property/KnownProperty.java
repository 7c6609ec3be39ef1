package dev.telemetry.autoconfigure.property;

import java.util.Locale;

/**
 * A property of telemetry, or a property of the elements of a list, with {@code []} in
 * its name.
 *
 * @param name name in canonical form
 * @param type the Java type, as it is written in code
 * @param structured whether the property is a list of elements that have properties of
 * their own
 */
record KnownProperty(String name, String type, boolean structured) {

	/**
	 * Returns whether a name is that of this property, or of an entry or an element of
	 * it.
	 * @param other name in canonical form, with {@code []} for each index
	 * @param variable whether the name is that of an environment variable, which has no
	 * hyphens
	 */
	boolean isNamed(String other, boolean variable) {
		String own = uniform(this.name, variable);
		String asked = uniform(other, variable);
		if (asked.equals(own)) {
			return true;
		}
		return isOpen() && asked.startsWith(own) && !isListForMap(asked.substring(own.length()))
				&& (variable || ".[".indexOf(asked.charAt(own.length())) != -1);
	}

	// A list binds to a map with its numbers as keys.
	private boolean isListForMap(String rest) {
		return rest.startsWith("[]") && this.type.startsWith("java.util.Map<");
	}

	private boolean isOpen() {
		return !this.structured && (this.type.startsWith("java.util.Map<") || this.type.startsWith("java.util.List<"));
	}

	/**
	 * Returns whether its values, or those of its elements, are of a type.
	 * @param valueType the type
	 */
	boolean holds(Class<?> valueType) {
		return this.type.contains(valueType.getName());
	}

	private static String uniform(String name, boolean variable) {
		String letters = name.toLowerCase(Locale.ROOT).replace("-", "");
		return (variable) ? letters.replace(".", "") : letters;
	}

	/**
	 * Returns the name that binding has for a field.
	 */
	static String hyphenated(String field) {
		return field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

}
