package dev.telemetry.privacy;

import java.util.List;
import java.util.Set;

/**
 * What is looked for, and what stands in its place. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param kinds what is looked for in texts
 * @param denyKeys words in the keys of attributes, beside the usual ones, whose values
 * are hidden
 * @param allowKeys keys of attributes whose values are not hidden because of the key;
 * with {@code *} at the end, all keys that begin so
 * @param replacement what stands in the place of a secret
 * @param maxScanLength longest text in characters; what is longer is cut
 * @param exceptionMessages whether messages of exceptions leave the process at all
 * @since 0.1.0
 */
public record RedactionSettings(Set<SecretKind> kinds, List<String> denyKeys, List<String> allowKeys,
		Replacement replacement, int maxScanLength, boolean exceptionMessages) {

	/**
	 * The longest text by default: as long as OpenTelemetry lets an attribute be by
	 * default here.
	 */
	public static final int DEFAULT_MAX_SCAN_LENGTH = 65_536;

	/**
	 * The shortest bound for a text.
	 */
	public static final int MIN_SCAN_LENGTH = 256;

	/**
	 * Copies the collections.
	 * @throws IllegalArgumentException if texts would be cut too short
	 */
	public RedactionSettings {
		if (maxScanLength < MIN_SCAN_LENGTH) {
			throw new IllegalArgumentException("maxScanLength must be at least " + MIN_SCAN_LENGTH);
		}
		kinds = Set.copyOf(kinds);
		denyKeys = List.copyOf(denyKeys);
		allowKeys = List.copyOf(allowKeys);
	}

	/**
	 * The settings that hold unless something else is said.
	 * @return the settings
	 */
	public static RedactionSettings defaults() {
		return new RedactionSettings(SecretKind.defaults(), List.of(), List.of(), Replacement.mask(),
				DEFAULT_MAX_SCAN_LENGTH, true);
	}

}
