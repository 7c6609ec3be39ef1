package dev.telemetry.autoconfigure.report.azure;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * HTTP for Azure's client by that of the JDK.
 */
final class JdkAzureHttp implements HttpClient {

	/** What the JDK's client sets itself. */
	private static final Set<HttpHeaderName> OWN = Set.of(HttpHeaderName.CONTENT_LENGTH, HttpHeaderName.HOST);

	private final java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();

	/**
	 * A client for a container, which tries nothing again.
	 */
	static BlobContainerClient container(String url) {
		return new BlobContainerClientBuilder().endpoint(url)
			.httpClient(new JdkAzureHttp())
			.retryOptions(
					new RequestRetryOptions(RetryPolicyType.FIXED, 1, (Duration) null, (Duration) null, null, null))
			.buildClient();
	}

	@Override
	public Mono<HttpResponse> send(HttpRequest request) {
		return Mono.fromCallable(() -> exchange(request)).subscribeOn(Schedulers.boundedElastic());
	}

	private HttpResponse exchange(HttpRequest request) throws IOException, InterruptedException {
		BinaryData body = request.getBodyAsBinaryData();
		java.net.http.HttpRequest.Builder sent = java.net.http.HttpRequest
			.newBuilder(URI.create(request.getUrl().toString()));
		sent.method(request.getHttpMethod().toString(),
				(body != null) ? java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.toBytes())
						: java.net.http.HttpRequest.BodyPublishers.noBody());
		request.getHeaders().stream().forEach((header) -> {
			if (!OWN.contains(HttpHeaderName.fromString(header.getName()))) {
				sent.header(header.getName(), header.getValue());
			}
		});
		return new Answer(request,
				this.client.send(sent.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray()));
	}

	/**
	 * An answer as Azure's client wants it.
	 */
	private static final class Answer extends HttpResponse {

		private final java.net.http.HttpResponse<byte[]> answer;

		Answer(HttpRequest request, java.net.http.HttpResponse<byte[]> answer) {
			super(request);
			this.answer = answer;
		}

		@Override
		public int getStatusCode() {
			return this.answer.statusCode();
		}

		@Override
		@Deprecated
		public String getHeaderValue(String name) {
			return this.answer.headers().firstValue(name).orElse(null);
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			this.answer.headers().map().forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
			return headers;
		}

		@Override
		public Flux<ByteBuffer> getBody() {
			return Flux.just(ByteBuffer.wrap(this.answer.body()));
		}

		@Override
		public Mono<byte[]> getBodyAsByteArray() {
			return Mono.just(this.answer.body());
		}

		@Override
		public Mono<String> getBodyAsString() {
			return getBodyAsString(StandardCharsets.UTF_8);
		}

		@Override
		public Mono<String> getBodyAsString(Charset charset) {
			return Mono.just(new String(this.answer.body(), charset));
		}

	}

}
