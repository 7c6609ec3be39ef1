package dev.telemetry.export.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Sends OTLP over gRPC like OpenTelemetry's sender, and in addition reads
 * {@code RetryInfo}, and the HTTP status if a proxy before the backend answers. Thread
 * safe.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over
 * HTTP/2</a>
 */
final class OkHttpOtlpGrpcSender implements GrpcSender {

	private static final MediaType TYPE = MediaType.get("application/grpc");

	private static final String STATUS = "grpc-status";

	private static final String STATUS_DETAILS = "grpc-status-details-bin";

	// A byte for whether the message is compressed, and its length.
	private static final int MESSAGE_HEAD = 1 + Integer.BYTES;

	private final GrpcSenderConfig config;

	private final OkHttpCalls calls;

	private final String url;

	/**
	 * Creates a sender.
	 * @param sent receives the length of the body of each request, in bytes
	 */
	OkHttpOtlpGrpcSender(GrpcSenderConfig config, LongConsumer sent) {
		this.config = config;
		this.calls = OkHttpCalls.create(config.getExecutorService(), config.getTimeout(), config.getConnectTimeout(),
				sent, this::customize);
		this.url = config.getEndpoint().resolve("/" + config.getFullMethodName()).toString();
	}

	private void customize(OkHttpClient.Builder builder) {
		if ("http".equals(this.config.getEndpoint().getScheme())) {
			builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
			builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
		}
		else {
			builder.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
			OkHttpCalls.tls(builder, this.config.getSslContext(), this.config.getTrustManager());
		}
	}

	@Override
	public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
		this.calls.send(this.url, this.config.getHeadersSupplier(), headers(), new Body(message), (response) -> {
			Answer answer = read(response);
			return () -> onResponse.accept(answer);
		}, onError);
	}

	private Map<String, String> headers() {
		Compressor compressor = this.config.getCompressor();
		return (compressor != null) ? Map.of("te", "trailers", "grpc-encoding", compressor.getEncoding())
				: Map.of("te", "trailers");
	}

	private Answer read(Response response) throws IOException {
		boolean statusFollows = response.isSuccessful() && response.header(STATUS) == null;
		byte[] body = OkHttpCalls.body(response, this.config.getMaxResponseBodySize(), statusFollows);
		byte[] message = (body.length > MESSAGE_HEAD) ? Arrays.copyOfRange(body, MESSAGE_HEAD, body.length)
				: new byte[0];
		return new Answer(status(response), message,
				RetryDelay.ofStatusDetails(headerOrTrailer(response, STATUS_DETAILS)));
	}

	private static GrpcStatusCode status(Response response) throws IOException {
		String status = headerOrTrailer(response, STATUS);
		if (status == null) {
			if (response.isSuccessful()) {
				// The connection was lost before the trailers, or the answer is not one
				// of gRPC.
				throw new IOException("The answer has no status");
			}
			return ofHttp(response.code());
		}
		try {
			return GrpcStatusCode.fromValue(Integer.parseInt(status));
		}
		catch (NumberFormatException ex) {
			return GrpcStatusCode.UNKNOWN;
		}
	}

	// The mapping that gRPC specifies for answers of HTTP.
	private static GrpcStatusCode ofHttp(int status) {
		return switch (status) {
			case 400 -> GrpcStatusCode.INTERNAL;
			case 401 -> GrpcStatusCode.UNAUTHENTICATED;
			case 403 -> GrpcStatusCode.PERMISSION_DENIED;
			case 404 -> GrpcStatusCode.UNIMPLEMENTED;
			case 429, 502, 503, 504 -> GrpcStatusCode.UNAVAILABLE;
			default -> GrpcStatusCode.UNKNOWN;
		};
	}

	private static @Nullable String headerOrTrailer(Response response, String name) {
		String value = response.header(name);
		try {
			return (value != null) ? value : response.trailers().get(name);
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.calls.shutdown();
	}

	/**
	 * The body of a request: one message.
	 */
	private final class Body extends RequestBody {

		private final MessageWriter message;

		private final @Nullable Compressor compressor = OkHttpOtlpGrpcSender.this.config.getCompressor();

		Body(MessageWriter message) {
			this.message = message;
		}

		@Override
		public MediaType contentType() {
			return TYPE;
		}

		@Override
		public long contentLength() {
			return (this.compressor == null) ? MESSAGE_HEAD + (long) this.message.getContentLength() : -1;
		}

		@Override
		public void writeTo(BufferedSink sink) throws IOException {
			if (this.compressor == null) {
				sink.write(head(0, this.message.getContentLength()));
				this.message.writeMessage(sink.outputStream());
				return;
			}
			// The length of the message comes first.
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (OutputStream compressed = this.compressor.compress(bytes)) {
				this.message.writeMessage(compressed);
			}
			sink.write(head(1, bytes.size()));
			bytes.writeTo(sink.outputStream());
		}

		private byte[] head(int compressed, int length) {
			return ByteBuffer.allocate(MESSAGE_HEAD).put((byte) compressed).putInt(length).array();
		}

	}

	/**
	 * An answer.
	 *
	 * @param getStatusCode the status
	 * @param getResponseMessage the message
	 * @param retryAfter how long the backend asks not to be called, or {@code null}
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Answer(GrpcStatusCode getStatusCode, byte[] getResponseMessage,
			@Nullable Duration retryAfter) implements GrpcResponse, DelayedResponse {

		@Override
		public String getStatusDescription() {
			return "";
		}

	}

}
