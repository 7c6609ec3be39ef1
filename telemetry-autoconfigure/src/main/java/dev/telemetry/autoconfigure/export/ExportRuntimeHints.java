package dev.telemetry.autoconfigure.export;

import java.util.List;
import java.util.ServiceLoader;

import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * {@link RuntimeHintsRegistrar} for OpenTelemetry's senders, which are loaded as
 * services.
 */
final class ExportRuntimeHints implements RuntimeHintsRegistrar {

	private static final String SDK = "io.opentelemetry.sdk.common.export.HttpSenderProvider";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerTypeIfPresent(classLoader, SpanExporterFactory.OTLP_CLASS);
		QuietExporters.OTHER_EXPORTERS.forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
		if (ClassUtils.isPresent(SDK, classLoader)) {
			Senders.register(hints, classLoader);
		}
	}

	/** A class of its own, because the SDK may be missing. */
	private static final class Senders {

		static void register(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			for (Class<?> service : List.of(HttpSenderProvider.class, GrpcSenderProvider.class)) {
				hints.resources().registerPattern("META-INF/services/" + service.getName());
				ServiceLoader.load(service, classLoader)
					.stream()
					.forEach((provider) -> hints.reflection()
						.registerType(provider.type(), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
			}
		}

	}

}
