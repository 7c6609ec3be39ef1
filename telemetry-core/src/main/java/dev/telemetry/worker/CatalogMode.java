package dev.telemetry.worker;

/**
 * How events that are not in the catalogue are treated.
 *
 * @since 0.1.0
 */
public enum CatalogMode {

	/** They are treated like all others. */
	OFF,

	/** They are counted, and the first one is logged as a warning. */
	WARN,

	/** They are counted and rejected, and the first one is logged as a warning. */
	STRICT

}
