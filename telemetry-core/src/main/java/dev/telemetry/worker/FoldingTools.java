package dev.telemetry.worker;

/**
 * What folding needs that all workers share.
 *
 * @param settings the settings
 * @param control how much is taken
 * @param names the catalogue of events
 * @param listener is told of events and measurements
 */
record FoldingTools(WorkerSettings settings, WorkerControl control, CatalogCheck names, WorkerListener listener) {

}
