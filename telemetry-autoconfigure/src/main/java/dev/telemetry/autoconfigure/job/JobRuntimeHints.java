package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * {@link RuntimeHintsRegistrar} for annotations, because Spring creates proxies of
 * meta-annotations, and for wrappers of tasks.
 */
final class JobRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(TimedJob.class);
		hints.proxies().registerJdkProxy(TimedExternalCall.class);
		hints.reflection().registerTypeIfPresent(classLoader, MethodResult.FLUX);
		for (String type : TaskOrigin.READ) {
			hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.ACCESS_DECLARED_FIELDS);
		}
		TimedAnnotations.MICROMETER.forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
	}

}
