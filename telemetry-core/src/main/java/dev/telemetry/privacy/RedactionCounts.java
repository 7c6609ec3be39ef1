package dev.telemetry.privacy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the replaced secrets by kind, and the texts that had to be replaced as a whole.
 * The secrets themselves are not stored. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RedactionCounts {

	/**
	 * Name of the kind for values that are hidden because of the key of their attribute.
	 */
	public static final String ATTRIBUTE_KEY = "attribute-key";

	private final Map<String, LongAdder> byKind = new LinkedHashMap<>();

	private final LongAdder failures = new LongAdder();

	RedactionCounts(Collection<String> kinds) {
		for (String kind : kinds) {
			this.byKind.put(kind, new LongAdder());
		}
		this.byKind.put(ATTRIBUTE_KEY, new LongAdder());
	}

	void found(String kind) {
		LongAdder count = this.byKind.get(kind);
		if (count != null) {
			count.increment();
		}
	}

	void failed() {
		this.failures.increment();
	}

	/**
	 * Returns the kinds that are detected.
	 * @return names of kinds
	 */
	public Collection<String> kinds() {
		return this.byKind.keySet();
	}

	/**
	 * Returns how many secrets of a kind were replaced.
	 * @param kind name of the kind
	 * @return the number, 0 for a kind that is not detected
	 */
	public long redacted(String kind) {
		LongAdder count = this.byKind.get(kind);
		return (count != null) ? count.sum() : 0;
	}

	/**
	 * Returns how many texts were replaced as a whole because scanning them failed.
	 * @return the number of texts
	 */
	public long failures() {
		return this.failures.sum();
	}

}
