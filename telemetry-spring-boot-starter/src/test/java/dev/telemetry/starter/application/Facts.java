package dev.telemetry.starter.application;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known about a run, as one line.
 */
final class Facts {

	private final Map<String, Object> values = new LinkedHashMap<>();

	void add(String name, Object value) {
		this.values.put(name, value.toString().replaceAll("[|\\s]+", " "));
	}

	@Override
	public String toString() {
		StringBuilder line = new StringBuilder();
		this.values.forEach((name, value) -> line.append('|').append(name).append('=').append(value));
		return line.toString();
	}

}
