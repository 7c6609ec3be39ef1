package dev.telemetry.logs;

import java.util.List;
import java.util.Set;

/**
 * Selects the keys of the logging context that become attributes. The ids of the trace
 * are fields of the record, and never attributes. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class MdcKeys {

	private static final String EVERY = "*";

	/** Selects all keys. */
	public static final MdcKeys ALL = new MdcKeys(List.of(EVERY), List.of());

	private final Set<String> included;

	private final Set<String> excluded;

	private final boolean all;

	/**
	 * Creates a selection of keys.
	 * @param included selected keys, or {@code *} for all
	 * @param excluded keys that are left out even if they are included
	 */
	public MdcKeys(List<String> included, List<String> excluded) {
		this.included = Set.copyOf(included);
		this.excluded = Set.copyOf(excluded);
		this.all = this.included.contains(EVERY);
	}

	boolean includes(String key) {
		return (this.all || this.included.contains(key)) && !this.excluded.contains(key)
				&& !this.excluded.contains(EVERY) && !MdcSpans.isId(key);
	}

}
