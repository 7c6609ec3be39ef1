package dev.telemetry.autoconfigure.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.micrometer.java11.instrument.binder.jdk.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * The client of the JDK, by the {@code MicrometerHttpClient} of Micrometer.
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

	// Micrometer adds one.
	@Override
	public void setHeader(HttpClientContext context, String name, String value) {
		HttpRequest.Builder builder = context.getCarrier();
		if (builder != null) {
			builder.setHeader(name, value);
		}
	}

}
