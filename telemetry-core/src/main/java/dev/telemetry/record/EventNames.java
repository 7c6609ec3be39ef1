package dev.telemetry.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of events, some of which are given as prefixes. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EventNames {

	/** No event. */
	public static final EventNames NONE = new EventNames(List.of());

	/** Description of the allowed names. */
	public static final String ALLOWED = "names of events, such as cache.miss; with * at the end, all that begin so";

	private static final String REST = "*";

	private final List<String> names;

	private final Set<String> whole = new HashSet<>();

	private final String[] beginnings;

	private EventNames(List<String> names) {
		this.names = List.copyOf(names);
		List<String> beginnings = new ArrayList<>();
		for (String name : names) {
			if (name.endsWith(REST)) {
				beginnings.add(name.substring(0, name.length() - 1));
			}
			else {
				this.whole.add(name);
			}
		}
		this.beginnings = beginnings.toArray(new String[0]);
	}

	/**
	 * Parses names.
	 * @param names the names; {@code *} at the end of a name makes it a prefix
	 * @return the names
	 * @throws IllegalArgumentException if one is blank, or has {@code *} elsewhere or
	 * characters that cannot be printed
	 */
	public static EventNames of(List<String> names) {
		List<String> read = new ArrayList<>();
		for (String name : names) {
			String stripped = name.strip();
			if (!isName(stripped)) {
				throw new IllegalArgumentException("'" + name + "' is no name of an event");
			}
			read.add(stripped);
		}
		return (read.isEmpty()) ? NONE : new EventNames(read);
	}

	private static boolean isName(String name) {
		for (int i = 0; i < name.length(); i++) {
			if (Character.isISOControl(name.charAt(i))) {
				return false;
			}
		}
		int rest = name.indexOf(REST);
		return !name.isEmpty() && (rest < 0 || rest == name.length() - 1);
	}

	/**
	 * Returns whether an event has one of the names.
	 * @param event name of the event
	 * @return whether the event has one of the names
	 */
	public boolean contains(String event) {
		if (this.whole.contains(event)) {
			return true;
		}
		for (String beginning : this.beginnings) {
			if (event.startsWith(beginning)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the names.
	 * @return the names as they were given
	 */
	public List<String> names() {
		return this.names;
	}

}
