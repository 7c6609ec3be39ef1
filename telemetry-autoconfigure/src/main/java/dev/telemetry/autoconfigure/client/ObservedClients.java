package dev.telemetry.autoconfigure.client;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * The clients whose calls are recorded, by the name of the type of their context. The
 * class that reads a client is loaded with its first call, so that an unused client costs
 * nothing. Thread safe.
 */
final class ObservedClients {

	private final ConcurrentMap<String, ObservedClient<?>> known = new ConcurrentHashMap<>();

	/**
	 * Returns the client of a context. A subclass of a context belongs to the same
	 * client.
	 * @return the client, or {@code null} for an unknown context
	 */
	@SuppressWarnings("unchecked")
	@Nullable ObservedClient<SenderContext<?>> find(Observation.Context context) {
		if (!(context instanceof SenderContext)) {
			return null;
		}
		for (Class<?> type = context.getClass(); type != SenderContext.class; type = type.getSuperclass()) {
			ObservedClient<?> client = this.known.computeIfAbsent(type.getName(), ObservedClients::create);
			if (client != null) {
				return (ObservedClient<SenderContext<?>>) client;
			}
		}
		return null;
	}

	private static @Nullable ObservedClient<?> create(String context) {
		return switch (context) {
			case "org.springframework.http.client.observation.ClientRequestObservationContext" ->
				new ObservedRestClient();
			case "org.springframework.web.reactive.function.client.ClientRequestObservationContext" ->
				new ObservedWebClient();
			case "io.micrometer.core.instrument.binder.httpcomponents.hc5.ApacheHttpClientContext" ->
				new ObservedApacheClient();
			case "io.micrometer.core.instrument.binder.okhttp3.OkHttpContext" -> new ObservedOkHttpClient();
			case "io.micrometer.java11.instrument.binder.jdk.HttpClientContext" -> new ObservedJdkClient();
			case "feign.micrometer.FeignContext" -> new ObservedFeignClient();
			default -> null;
		};
	}

}
