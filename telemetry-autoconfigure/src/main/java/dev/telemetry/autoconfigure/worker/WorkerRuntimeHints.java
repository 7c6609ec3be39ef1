package dev.telemetry.autoconfigure.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the catalogue of events at its default location. For
 * a catalogue elsewhere on the class path, the application must register a hint.
 */
final class WorkerRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(CatalogFile.USUAL_FILE);
	}

}
