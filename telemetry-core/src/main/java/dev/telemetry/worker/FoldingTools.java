package dev.telemetry.worker;

/**
 * What folding needs that all workers share.
 *
 * @param settings the settings
 * @param control how much is taken
 * @param names the catalogue of events
 * @param listener is told of events and measurements
 * @param held the memory that open spans and events take
 */
record FoldingTools(WorkerSettings settings, WorkerControl control, CatalogCheck names, WorkerListener listener,
		HeldBytes held) {

}
