package dev.telemetry.privacy;

import java.util.List;
import java.util.Set;

/**
 * Settings of the redaction: what is detected, and what replaces it. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param kinds the kinds of secrets to detect in texts
 * @param denyKeys words in addition to the built-in ones; the values of attributes are
 * hidden whose keys contain them
 * @param allowKeys keys of attributes whose values are not hidden because of the key;
 * {@code *} at the end of a key makes it a prefix
 * @param replacement replaces a secret
 * @param maxScanLength longest text in characters; a longer text is cut
 * @param exceptionMessages whether messages of exceptions leave the process at all
 * @since 0.1.0
 */
public record RedactionSettings(Set<SecretKind> kinds, List<String> denyKeys, List<String> allowKeys,
		Replacement replacement, int maxScanLength, boolean exceptionMessages) {

	/**
	 * The default of {@link #maxScanLength()}, which is also the default limit for the
	 * length of an attribute here.
	 */
	public static final int DEFAULT_MAX_SCAN_LENGTH = 65_536;

	/**
	 * The smallest allowed {@link #maxScanLength()}.
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
	 * Returns the default settings.
	 * @return the settings
	 */
	public static RedactionSettings defaults() {
		return new RedactionSettings(SecretKind.defaults(), List.of(), List.of(), Replacement.mask(),
				DEFAULT_MAX_SCAN_LENGTH, true);
	}

}
