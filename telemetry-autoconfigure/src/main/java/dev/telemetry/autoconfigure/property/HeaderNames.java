package dev.telemetry.autoconfigure.property;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts names of headers in properties.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class HeaderNames {

	private HeaderNames() {
	}

	/**
	 * Replaces dots in names by hyphens. Environment variables cannot have hyphens; their
	 * underscores are bound as dots, which names of headers do not contain.
	 * @param headers headers by their bound names, those with precedence first
	 * @return the headers by their names
	 */
	public static Map<String, String> hyphenated(Map<String, String> headers) {
		Map<String, String> hyphenated = new LinkedHashMap<>();
		headers.forEach((name, value) -> hyphenated.putIfAbsent(name.replace('.', '-'), value));
		return hyphenated;
	}

}
