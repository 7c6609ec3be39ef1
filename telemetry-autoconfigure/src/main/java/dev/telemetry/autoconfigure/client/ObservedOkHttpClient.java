package dev.telemetry.autoconfigure.client;

import io.micrometer.core.instrument.binder.okhttp3.OkHttpContext;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads calls of OkHttp, from the observations of Micrometer's
 * {@code OkHttpObservationInterceptor}.
 */
final class ObservedOkHttpClient implements ObservedClient<OkHttpContext> {

	@Override
	public @Nullable CalledRequest request(OkHttpContext context) {
		Request request = context.getRequest();
		return (request != null)
				? CalledRequest.of(request.method(), request.url().uri(), context.getUrlMapper().apply(request)) : null;
	}

	@Override
	public int status(OkHttpContext context) {
		Response response = context.getResponse();
		return (response != null) ? response.code() : 0;
	}

}
