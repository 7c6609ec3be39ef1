package dev.telemetry.autoconfigure.endpoint;

import java.util.Map;
import java.util.TreeMap;

import dev.telemetry.privacy.RedactionCounts;

/**
 * How many secrets were replaced.
 *
 * @param counts the numbers
 */
record PrivacySection(RedactionCounts counts) implements TelemetrySection {

	@Override
	public String name() {
		return "privacy";
	}

	@Override
	public Object read() {
		Map<String, Long> replaced = new TreeMap<>();
		this.counts.kinds().forEach((kind) -> replaced.put(kind, this.counts.redacted(kind)));
		return new State(replaced, this.counts.failures());
	}

	/**
	 * What was replaced.
	 *
	 * @param replaced how many secrets, by kind
	 * @param failures how many texts that could not be looked through
	 */
	record State(Map<String, Long> replaced, long failures) {
	}

}
