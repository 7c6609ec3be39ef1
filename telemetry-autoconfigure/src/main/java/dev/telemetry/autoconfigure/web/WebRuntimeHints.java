package dev.telemetry.autoconfigure.web;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the recording of requests, if the libraries are
 * present.
 */
final class WebRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerTypeIfPresent(classLoader, UntracedPathsMapper.PORT_TYPE);
		hints.reflection().registerTypeIfPresent(classLoader, MatchedPattern.DATA_REST);
		hints.reflection().registerTypeIfPresent(classLoader, OnServerObservationUnchangedCondition.OBSERVATION_CLASS);
	}

}
