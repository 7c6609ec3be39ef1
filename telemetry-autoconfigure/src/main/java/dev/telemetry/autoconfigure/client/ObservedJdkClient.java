package dev.telemetry.autoconfigure.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.micrometer.java11.instrument.binder.jdk.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads calls of the JDK's client, from the observations of Micrometer's
 * {@code MicrometerHttpClient}.
 */
final class ObservedJdkClient implements ObservedClient<HttpClientContext> {

	@Override
	public @Nullable CalledRequest request(HttpClientContext context) {
		HttpRequest.Builder builder = context.getCarrier();
		if (builder == null) {
			return null;
		}
		HttpRequest request = builder.build();
		return CalledRequest.of(request.method(), request.uri(), context.getUriMapper().apply(request));
	}

	@Override
	public int status(HttpClientContext context) {
		HttpResponse<?> response = context.getResponse();
		return (response != null) ? response.statusCode() : 0;
	}

	// Micrometer's setter adds a header and does not replace it.
	@Override
	public void setHeader(HttpClientContext context, String name, String value) {
		HttpRequest.Builder builder = context.getCarrier();
		if (builder != null) {
			builder.setHeader(name, value);
		}
	}

}
