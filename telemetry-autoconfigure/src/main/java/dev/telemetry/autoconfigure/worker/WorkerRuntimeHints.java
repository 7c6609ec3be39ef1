package dev.telemetry.autoconfigure.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the catalogue of events at its usual place. One that
 * is elsewhere on the class path needs a hint of the application.
 */
final class WorkerRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(CatalogFile.USUAL_FILE);
	}

}
