package dev.telemetry.autoconfigure.client;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Reads calls of {@code WebClient}, which end with the head of the response.
 */
final class ObservedWebClient implements ObservedClient<ClientRequestObservationContext> {

	/**
	 * Attribute of a request with its template, which is set before that of the
	 * observation.
	 */
	private static final String TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	/** Attribute of a request with the parent of its first attempt. */
	private static final String PARENT = ObservedWebClient.class.getName() + ".parent";

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

	// A reactive chain may repeat a call on any thread, where nothing need be current.
	// All attempts share the request builder of the first one.
	@Override
	public Context below(ClientRequestObservationContext context, Context found) {
		if (Span.fromContext(found).getSpanContext().isValid()) {
			ClientRequest.Builder builder = context.getCarrier();
			if (builder != null) {
				builder.attribute(PARENT, found);
			}
			return found;
		}
		ClientRequest request = context.getRequest();
		return (request != null && request.attributes().get(PARENT) instanceof Context first && !hasEnded(first))
				? first : found;
	}

	private static boolean hasEnded(Context context) {
		return Span.fromContext(context) instanceof ReadableSpan span && span.hasEnded();
	}

}
