package dev.telemetry.worker;

/**
 * The collaborators of the folding that all workers share.
 *
 * @param settings the settings
 * @param control which lines are taken
 * @param names checks names of events
 * @param listener notified of events and measurements
 * @param held the memory that open spans and events take
 */
record FoldingTools(WorkerSettings settings, WorkerControl control, CatalogCheck names, WorkerListener listener,
		HeldBytes held) {

}
