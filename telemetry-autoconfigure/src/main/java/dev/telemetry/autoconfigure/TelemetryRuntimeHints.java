package dev.telemetry.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for classes that are looked up by name while an
 * application starts: a native image finds only registered classes.
 */
final class TelemetryRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		lookedFor().forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
		hints.resources().registerPattern(ResourceDefaults.BUILD_INFO);
	}

	private static Set<String> lookedFor() {
		Set<String> names = new LinkedHashSet<>(BootTracing.lookedFor());
		names.addAll(RequiredJars.ALL.classes().keySet());
		names.addAll(RequiredJars.TRACES.classes().keySet());
		names.addAll(RequiredJars.METRICS.classes().keySet());
		names.addAll(Set.of(TracingProbe.SDK_CLASS, LogCaptures.LOGBACK, LogCaptures.LOG4J2, MetricsCheck.REGISTRY,
				MetricsExposure.ENDPOINT, ForeignTracing.STARTER_CLASS,
				TelemetryEnvironmentPostProcessor.COROUTINES_CLASS));
		return names;
	}

}
