package dev.telemetry.autoconfigure.viewer;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.ClassPathResource;

/**
 * {@link RuntimeHintsRegistrar} for the page of the viewer.
 */
final class ViewerRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerResource(new ClassPathResource(ViewerPage.RESOURCE, ViewerPage.class));
	}

}
