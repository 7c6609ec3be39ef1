package dev.telemetry.autoconfigure.client;

import java.net.URISyntaxException;

import io.micrometer.core.instrument.binder.httpcomponents.hc5.ApacheHttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads calls of the HTTP client of Apache HttpComponents, from the observations of
 * Micrometer's {@code ObservationExecChainHandler}.
 */
@SuppressWarnings("deprecation")
final class ObservedApacheClient implements ObservedClient<ApacheHttpClientContext> {

	/**
	 * Attribute of the context of a request in which an application sets the URL
	 * template.
	 */
	private static final String TEMPLATE = "micrometer.uri.template";

	@Override
	public @Nullable CalledRequest request(ApacheHttpClientContext context) {
		HttpRequest request = context.getCarrier();
		try {
			return (request != null)
					? CalledRequest.of(request.getMethod(), request.getUri(), template(context, request)) : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static @Nullable String template(ApacheHttpClientContext context, HttpRequest request) {
		return (context.getHttpClientContext().getAttribute(TEMPLATE) instanceof String template) ? template
				: context.getUriMapper().apply(request);
	}

	@Override
	public int status(ApacheHttpClientContext context) {
		HttpResponse response = context.getResponse();
		return (response != null) ? response.getCode() : 0;
	}

	// Micrometer's setter adds a header and does not replace it.
	@Override
	public void setHeader(ApacheHttpClientContext context, String name, String value) {
		HttpRequest request = context.getCarrier();
		if (request != null) {
			request.setHeader(name, value);
		}
	}

}
