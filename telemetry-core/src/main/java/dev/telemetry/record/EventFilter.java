package dev.telemetry.record;

import java.util.Map;

/**
 * Decides which events of the recorder are recorded. If there are several beans of this
 * type, all of them have to accept an event. If one throws, the event is not recorded;
 * the failure is counted, and the first one is logged as a warning.
 * <p>
 * Called for each event of a recorded span, by the thread that adds the event: must be
 * thread safe and fast. Not called for exceptions.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EventFilter {

	/**
	 * Returns whether an event is recorded.
	 * @param name name of the event
	 * @param attributes attributes of the event; must not be changed
	 * @return {@code true} to record it
	 */
	boolean accepts(String name, Map<String, ?> attributes);

}
