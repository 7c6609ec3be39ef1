package dev.telemetry.autoconfigure.client;

import java.net.http.HttpClient;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the methods of the JDK's client that only later JDKs
 * have.
 */
final class ClientRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		RecordedHttpClient.forwarded()
			.forEach((method) -> hints.reflection().registerMethod(method, ExecutableMode.INVOKE));
		hints.reflection().registerType(HttpClient.class);
	}

}
