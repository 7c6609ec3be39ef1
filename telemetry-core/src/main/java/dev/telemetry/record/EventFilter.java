package dev.telemetry.record;

import java.util.Map;

/**
 * Decides which events of the recorder get onto their span. Each bean of this type is
 * asked, and all of them have to accept. One that throws has not accepted; that is
 * counted and warned about once.
 * <p>
 * Asked for each event of a span that is recorded, by the thread that adds it: must be
 * thread safe, and quick. Exceptions that are recorded are no events.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EventFilter {

	/**
	 * Whether an event is recorded.
	 * @param name name of the event
	 * @param attributes what there is to say, not to be changed
	 * @return whether it is
	 */
	boolean accepts(String name, Map<String, ?> attributes);

}
