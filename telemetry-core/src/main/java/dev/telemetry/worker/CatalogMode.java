package dev.telemetry.worker;

/**
 * What becomes of events that are not in the catalogue.
 *
 * @since 0.1.0
 */
public enum CatalogMode {

	/** They are like all others. */
	OFF,

	/** They are counted, and the first one is warned about. */
	WARN,

	/** They are counted, the first one is warned about, and none is taken. */
	STRICT

}
