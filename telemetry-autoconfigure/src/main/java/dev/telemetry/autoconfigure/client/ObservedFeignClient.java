package dev.telemetry.autoconfigure.client;

import java.net.URI;

import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import feign.micrometer.FeignContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads calls of Feign, from the observations of its own
 * {@code MicrometerObservationCapability}.
 */
final class ObservedFeignClient implements ObservedClient<FeignContext> {

	@Override
	public @Nullable CalledRequest request(FeignContext context) {
		Request request = context.getCarrier();
		return (request != null) ? CalledRequest.of(request.httpMethod().name(),
				URI.create(CalledUrl.withoutQuery(request.url())), template(request.requestTemplate())) : null;
	}

	private static @Nullable String template(@Nullable RequestTemplate template) {
		MethodMetadata method = (template != null) ? template.methodMetadata() : null;
		return (method != null) ? method.template().url() : null;
	}

	@Override
	public int status(FeignContext context) {
		Response response = context.getResponse();
		return (response != null) ? response.status() : 0;
	}

}
