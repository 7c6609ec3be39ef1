package dev.telemetry.autoconfigure.property;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers, as they are written in properties.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class HeaderNames {

	private HeaderNames() {
	}

	/**
	 * Gives names the hyphens that variables of the environment cannot have: their
	 * underscores are bound as dots, which names of headers do without.
	 * @param headers headers by their names as they were bound, what wins first
	 * @return the headers by their names
	 */
	public static Map<String, String> hyphenated(Map<String, String> headers) {
		Map<String, String> hyphenated = new LinkedHashMap<>();
		headers.forEach((name, value) -> hyphenated.putIfAbsent(name.replace('.', '-'), value));
		return hyphenated;
	}

}
