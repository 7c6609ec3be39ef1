package dev.telemetry.autoconfigure;

import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * A part of the line that says at start what is on. Each concern supplies its own as a
 * bean; they are written in the order of the beans.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param text what to say, such as {@code ratio=0.02 (default)}; must not hold a secret
 * @since 0.1.0
 */
public record StartupDetail(String text) {

	/**
	 * Creates a detail that says who set it.
	 * @param name what it is about
	 * @param value its value; must not hold a secret
	 * @param setBy who set it, as {@link PropertyOrigins#setBy} says it
	 * @return the detail
	 */
	public static StartupDetail of(String name, Object value, String setBy) {
		return new StartupDetail(name + "=" + value + " (" + setBy + ")");
	}

}
