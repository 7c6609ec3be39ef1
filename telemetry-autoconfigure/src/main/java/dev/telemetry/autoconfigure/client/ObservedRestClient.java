package dev.telemetry.autoconfigure.client;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;

/**
 * Reads calls of {@code RestClient} and {@code RestTemplate}.
 */
final class ObservedRestClient implements ObservedClient<ClientRequestObservationContext> {

	@Override
	public @Nullable CalledRequest request(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		return (request != null)
				? CalledRequest.of(request.getMethod().name(), request.getURI(), context.getUriTemplate()) : null;
	}

	@Override
	public int status(ClientRequestObservationContext context) {
		ClientHttpResponse response = context.getResponse();
		try {
			return (response != null) ? response.getStatusCode().value() : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
