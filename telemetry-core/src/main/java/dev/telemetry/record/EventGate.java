package dev.telemetry.record;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.control.Adjustable;
import dev.telemetry.health.EnumCounts;
import dev.telemetry.health.InternalFailures;

/**
 * Decides which events are recorded: those whose names are not excluded and that all
 * filters accept. Counts all other events. Thread safe; never throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EventGate {

	/** Reason why an event is not recorded. */
	public enum Reason {

		/** Its name is excluded. */
		EXCLUDED,

		/** A filter did not accept it. */
		FILTERED;

		/**
		 * Returns the reason as the value of a tag.
		 * @return the text
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private final Adjustable<EventNames> excluded;

	private final LateExtensions<EventFilter> filters;

	private final InternalFailures failures;

	private final EnumCounts<Reason> leftOut = new EnumCounts<>(Reason.class);

	/**
	 * Creates a gate.
	 * @param excluded names of events that are not recorded
	 * @param filters supplies the filters, called with the first event
	 * @param failures receives failures of filters
	 */
	public EventGate(EventNames excluded, Supplier<List<EventFilter>> filters, InternalFailures failures) {
		this.excluded = new Adjustable<>(excluded);
		this.filters = new LateExtensions<>(filters, EventFilter[]::new);
		this.failures = failures;
	}

	/**
	 * Returns whether an event is recorded. An event that is not recorded is counted.
	 * @param name name of the event
	 * @param attributes attributes of the event
	 * @return whether the event is recorded
	 */
	public boolean accepts(String name, @Nullable Map<String, ?> attributes) {
		if (this.excluded.current().contains(name)) {
			this.leftOut.increment(Reason.EXCLUDED);
			return false;
		}
		if (!isAccepted(name, (attributes != null) ? attributes : Map.of())) {
			this.leftOut.increment(Reason.FILTERED);
			return false;
		}
		return true;
	}

	private boolean isAccepted(String name, Map<String, ?> attributes) {
		try {
			for (EventFilter filter : this.filters.get()) {
				if (!filter.accepts(name, attributes)) {
					return false;
				}
			}
			return true;
		}
		catch (Throwable ex) {
			this.failures.report("filtering an event", ex);
			return false;
		}
	}

	/**
	 * Returns the names of events that are not recorded.
	 * @return the names, which can be changed for a while
	 */
	public Adjustable<EventNames> excluded() {
		return this.excluded;
	}

	/**
	 * Returns how many events were not recorded.
	 * @param reason why
	 * @return the number
	 */
	public long leftOut(Reason reason) {
		return this.leftOut.count(reason);
	}

}
