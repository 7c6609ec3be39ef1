package dev.telemetry.cli;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one copy of each text that many lines of a report have, such as names. Not thread
 * safe.
 */
final class SharedTexts {

	/** Beyond this number, the texts are likely to be different in each line. */
	private static final int MAX_KNOWN = 10_000;

	private final Map<String, String> known = new HashMap<>();

	String of(String text) {
		String same = (this.known.size() < MAX_KNOWN) ? this.known.putIfAbsent(text, text) : this.known.get(text);
		return (same != null) ? same : text;
	}

}
