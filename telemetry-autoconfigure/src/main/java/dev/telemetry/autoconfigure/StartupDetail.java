package dev.telemetry.autoconfigure;

import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * A part of the line that is logged at start. Each concern supplies its own details as
 * beans, which are written in the order of the beans.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param text the text, such as {@code ratio=0.02 (default)}; must not contain a secret
 * @since 0.1.0
 */
public record StartupDetail(String text) {

	/**
	 * Creates a detail with the origin of its value.
	 * @param name name of the setting
	 * @param value the value; must not contain a secret
	 * @param setBy the origin of the value, as returned by {@link PropertyOrigins#setBy}
	 * @return the detail
	 */
	public static StartupDetail of(String name, Object value, String setBy) {
		return new StartupDetail(name + "=" + value + " (" + setBy + ")");
	}

}
