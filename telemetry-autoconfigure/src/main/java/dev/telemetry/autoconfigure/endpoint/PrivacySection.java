package dev.telemetry.autoconfigure.endpoint;

import java.util.Map;
import java.util.TreeMap;

import dev.telemetry.privacy.RedactionCounts;

/**
 * The section with the numbers of replaced secrets.
 *
 * @param counts the counts
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
	 * The numbers of replacements.
	 *
	 * @param replaced the number of replaced secrets, by kind
	 * @param failures the number of texts that could not be scanned
	 */
	record State(Map<String, Long> replaced, long failures) {
	}

}
