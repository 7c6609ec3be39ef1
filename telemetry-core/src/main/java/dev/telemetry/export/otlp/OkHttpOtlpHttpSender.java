package dev.telemetry.export.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Sends OTLP over HTTP like OpenTelemetry's sender, and in addition reads
 * {@code Retry-After}, which that sender does not pass on. Thread safe.
 */
final class OkHttpOtlpHttpSender implements HttpSender {

	private static final String RETRY_AFTER = "Retry-After";

	private final HttpSenderConfig config;

	private final OkHttpCalls calls;

	private final MediaType type;

	/**
	 * Creates a sender.
	 * @param sent receives the length of the body of each request, in bytes
	 */
	OkHttpOtlpHttpSender(HttpSenderConfig config, LongConsumer sent) {
		this.config = config;
		this.calls = OkHttpCalls.create(config.getExecutorService(), config.getTimeout(), config.getConnectTimeout(),
				sent, this::customize);
		this.type = MediaType.get(config.getContentType());
	}

	private void customize(OkHttpClient.Builder builder) {
		if (this.config.getProxyOptions() != null) {
			builder.proxySelector(this.config.getProxyOptions().getProxySelector());
		}
		if ("http".equals(this.config.getEndpoint().getScheme())) {
			builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
		}
		else {
			OkHttpCalls.tls(builder, this.config.getSslContext(), this.config.getTrustManager());
		}
	}

	@Override
	public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		this.calls.send(this.config.getEndpoint().toString(), this.config.getHeadersSupplier(), headers(),
				new Body(message), (response) -> {
					Answer answer = read(response);
					return () -> onResponse.accept(answer);
				}, onError);
	}

	private Map<String, String> headers() {
		Compressor compressor = this.config.getCompressor();
		return (compressor != null) ? Map.of("Content-Encoding", compressor.getEncoding()) : Map.of();
	}

	private Answer read(Response response) throws IOException {
		byte[] body = OkHttpCalls.body(response, this.config.getMaxResponseBodySize(), false);
		return new Answer(response.code(), body, RetryDelay.ofHeader(response.header(RETRY_AFTER), Instant.now()));
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.calls.shutdown();
	}

	/**
	 * The body of a request.
	 */
	private final class Body extends RequestBody {

		private final MessageWriter message;

		private final @Nullable Compressor compressor = OkHttpOtlpHttpSender.this.config.getCompressor();

		Body(MessageWriter message) {
			this.message = message;
		}

		@Override
		public MediaType contentType() {
			return OkHttpOtlpHttpSender.this.type;
		}

		@Override
		public long contentLength() {
			return (this.compressor == null) ? this.message.getContentLength() : -1;
		}

		@Override
		public void writeTo(BufferedSink sink) throws IOException {
			if (this.compressor == null) {
				this.message.writeMessage(sink.outputStream());
				return;
			}
			try (OutputStream compressed = this.compressor.compress(sink.outputStream())) {
				this.message.writeMessage(compressed);
			}
		}

	}

	/**
	 * An answer.
	 *
	 * @param getStatusCode the status
	 * @param getResponseBody the body
	 * @param retryAfter how long the backend asks not to be called, or {@code null}
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Answer(int getStatusCode, byte[] getResponseBody,
			@Nullable Duration retryAfter) implements HttpResponse, DelayedResponse {

		@Override
		public String getStatusMessage() {
			return "";
		}

	}

}
