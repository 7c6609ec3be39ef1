package dev.telemetry.privacy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many secrets were replaced, by kind, and how many texts had to be replaced as a
 * whole. The secrets themselves are kept nowhere. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RedactionCounts {

	/**
	 * The kind of values that are hidden because of the key of their attribute.
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
	 * The kinds that are looked for.
	 * @return names of kinds
	 */
	public Collection<String> kinds() {
		return this.byKind.keySet();
	}

	/**
	 * How many secrets of a kind were replaced.
	 * @param kind name of the kind
	 * @return the number, 0 for a kind that is not looked for
	 */
	public long redacted(String kind) {
		LongAdder count = this.byKind.get(kind);
		return (count != null) ? count.sum() : 0;
	}

	/**
	 * How many texts were replaced as a whole because looking through them failed.
	 * @return the number of texts
	 */
	public long failures() {
		return this.failures.sum();
	}

}
