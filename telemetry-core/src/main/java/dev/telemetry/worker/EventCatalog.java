package dev.telemetry.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The names of the events that workers may report, and the measurements of these events
 * that become meters: a mistyped name is noticed, and no name that a worker makes up
 * becomes a meter. Define one as a bean, or write a file. Immutable.
 *
 * @since 0.1.0
 */
public final class EventCatalog {

	private static final EventCatalog EMPTY = new EventCatalog(Map.of());

	private final Map<String, Set<String>> events;

	private EventCatalog(Map<String, Set<String>> events) {
		this.events = events;
	}

	/**
	 * Returns a catalogue without names.
	 * @return the catalogue
	 */
	public static EventCatalog empty() {
		return EMPTY;
	}

	/**
	 * Creates a catalogue.
	 * @param events names of events, each with the names of the measurements that become
	 * meters
	 * @return the catalogue
	 */
	public static EventCatalog of(Map<String, Set<String>> events) {
		Map<String, Set<String>> copy = new LinkedHashMap<>();
		events.forEach((name, measurements) -> copy.put(name, Set.copyOf(measurements)));
		return new EventCatalog(copy);
	}

	/**
	 * Creates a catalogue of what a file of properties says: names of events, each with
	 * the names of the measurements that become meters, separated by commas.
	 * @param properties the content of the file
	 * @return the catalogue
	 */
	public static EventCatalog of(Properties properties) {
		Map<String, Set<String>> events = new LinkedHashMap<>();
		for (String name : new TreeSet<>(properties.stringPropertyNames())) {
			Set<String> measurements = new TreeSet<>();
			for (String measurement : properties.getProperty(name, "").split(",", -1)) {
				if (!measurement.isBlank()) {
					measurements.add(measurement.strip());
				}
			}
			events.put(name, measurements);
		}
		return of(events);
	}

	/**
	 * Returns whether there are no names.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.events.isEmpty();
	}

	/**
	 * Returns whether it has a name.
	 * @param name the name of an event
	 * @return whether it is known
	 */
	public boolean contains(String name) {
		return this.events.containsKey(name);
	}

	/**
	 * Returns which measurements of an event become meters.
	 * @param name the name of the event
	 * @return names of measurements, none if the event is not known
	 */
	public Set<String> measurements(String name) {
		return this.events.getOrDefault(name, Set.of());
	}

	/**
	 * Returns the name that is most like another.
	 * @param name a name that is not known
	 * @return a name that is, or {@code null} if none is near
	 */
	public @Nullable String nearest(String name) {
		String nearest = null;
		int least = Math.max(2, name.length() / 4) + 1;
		for (String known : this.events.keySet()) {
			int distance = (Math.abs(known.length() - name.length()) < least) ? distance(known, name) : least;
			if (distance < least) {
				least = distance;
				nearest = known;
			}
		}
		return nearest;
	}

	// How many characters to insert, leave out or replace.
	private static int distance(String one, String other) {
		int[] before = new int[other.length() + 1];
		for (int j = 0; j < before.length; j++) {
			before[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] row = new int[before.length];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				int replaced = before[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
			}
			before = row;
		}
		return before[other.length()];
	}

	@Override
	public String toString() {
		return "EventCatalog" + this.events.keySet();
	}

}
