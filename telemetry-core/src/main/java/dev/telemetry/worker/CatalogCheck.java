package dev.telemetry.worker;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks names of events against the catalogue. Thread safe.
 */
final class CatalogCheck {

	private static final Logger logger = LoggerFactory.getLogger(CatalogCheck.class);

	private final EventCatalog catalog;

	private final CatalogMode mode;

	private final AtomicBoolean warned = new AtomicBoolean();

	CatalogCheck(EventCatalog catalog, CatalogMode mode) {
		this.catalog = catalog;
		this.mode = mode;
	}

	EventCatalog catalog() {
		return this.catalog;
	}

	/**
	 * Returns whether a name of an event is accepted. An unknown name is counted, and the
	 * first one is logged as a warning.
	 */
	boolean accepts(String name, PoolCounts counts) {
		if (this.mode == CatalogMode.OFF || this.catalog.isEmpty() || this.catalog.contains(name)) {
			return true;
		}
		counts.unknownEvent();
		if (this.warned.compareAndSet(false, true)) {
			String nearest = this.catalog.nearest(name);
			logger.warn(
					"A worker of the pool '{}' told of an event '{}', which is not in the catalogue{}. Further "
							+ "ones are only counted (telemetry.worker.unknown.events).",
					counts.pool(), name, (nearest != null) ? "; the nearest name there is '" + nearest + "'" : "");
		}
		return this.mode != CatalogMode.STRICT;
	}

}
