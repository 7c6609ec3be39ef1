package dev.telemetry.autoconfigure.client;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@code WebClient}, whose calls end with the head of the response.
 */
final class ObservedWebClient implements ObservedClient<ClientRequestObservationContext> {

	/** Where a request has its template before the observation has. */
	private static final String TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	@Override
	public @Nullable CalledRequest request(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		return (request != null) ? CalledRequest.of(request.method().name(), request.url(), template(context, request))
				: null;
	}

	private static @Nullable String template(ClientRequestObservationContext context, ClientRequest request) {
		String known = context.getUriTemplate();
		return (known == null && request.attributes().get(TEMPLATE) instanceof String template) ? template : known;
	}

	@Override
	public int status(ClientRequestObservationContext context) {
		ClientResponse response = context.getResponse();
		return (response != null) ? response.statusCode().value() : 0;
	}

	@Override
	public boolean isCancelled(ClientRequestObservationContext context) {
		return context.isAborted();
	}

}
