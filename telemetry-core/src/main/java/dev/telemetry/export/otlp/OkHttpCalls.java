package dev.telemetry.export.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.CompletableResultCode;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.DaemonThread;

/**
 * Calls a backend by OkHttp. Calls are never repeated. Thread safe.
 */
final class OkHttpCalls {

	private static final int CHUNK = 4 * 1024;

	private static final long IDLE_SECONDS = 60;

	// Some load balancers drop an idle connection after four minutes, without notice.
	private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

	private static final int MOST_IDLE = 5;

	private static final long SHUTDOWN_SECONDS = 5;

	private final OkHttpClient client;

	private final @Nullable ExecutorService ownExecutor;

	private OkHttpCalls(OkHttpClient client, @Nullable ExecutorService ownExecutor) {
		this.client = client;
		this.ownExecutor = ownExecutor;
	}

	/**
	 * Creates an instance.
	 * @param executor runs the calls, or {@code null} for own threads
	 * @param timeout longest time for a call
	 * @param connectTimeout longest time to connect
	 * @param sent receives the length of the body of each request that was sent, in bytes
	 * @param customizer customizes the client
	 */
	static OkHttpCalls create(@Nullable ExecutorService executor, Duration timeout, Duration connectTimeout,
			LongConsumer sent, Consumer<OkHttpClient.Builder> customizer) {
		return create(executor, timeout, connectTimeout, LONGEST_IDLE, sent, customizer);
	}

	/**
	 * Creates an instance.
	 * @param longestIdle how long a connection may be idle before it is closed
	 */
	static OkHttpCalls create(@Nullable ExecutorService executor, Duration timeout, Duration connectTimeout,
			Duration longestIdle, LongConsumer sent, Consumer<OkHttpClient.Builder> customizer) {
		ExecutorService own = (executor != null) ? null : threads();
		OkHttpClient.Builder builder = new OkHttpClient.Builder()
			.dispatcher(new Dispatcher((own != null) ? own : executor))
			.dns(dns(own, bounded(connectTimeout)))
			.connectionPool(new ConnectionPool(MOST_IDLE, longestIdle.toNanos(), TimeUnit.NANOSECONDS))
			.eventListener(new EventListener() {

				@Override
				public void requestBodyEnd(Call call, long byteCount) {
					sent.accept(byteCount);
				}

			})
			.callTimeout(bounded(timeout))
			.connectTimeout(bounded(connectTimeout))
			// The timeout of the call covers these; the default of each is 10 seconds.
			.readTimeout(Duration.ZERO)
			.writeTimeout(Duration.ZERO)
			// Headers are for the backend alone, and most redirects would lose the body.
			.followRedirects(false)
			.addNetworkInterceptor(WatchedBody::noteAnswer);
		customizer.accept(builder);
		return new OkHttpCalls(builder.build(), own);
	}

	// Zero means no timeout, as for the connection.
	private static Dns dns(@Nullable ExecutorService own, Duration longest) {
		return (own != null && !longest.isZero()) ? new BoundedDns(Dns.SYSTEM, own, longest) : Dns.SYSTEM;
	}

	// Rounded up, so that no part of a millisecond becomes no timeout.
	private static Duration bounded(Duration timeout) {
		return Duration.ofMillis(Math.min(timeout.plusNanos(999_999).toMillis(), Integer.MAX_VALUE));
	}

	private static ExecutorService threads() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				OkHttpCalls::thread);
	}

	private static Thread thread(Runnable work) {
		return DaemonThread.of("telemetry-otlp", work);
	}

	static void tls(OkHttpClient.Builder builder, @Nullable SSLContext context, @Nullable X509TrustManager manager) {
		if (context != null && manager != null) {
			builder.sslSocketFactory(context.getSocketFactory(), manager);
		}
	}

	/**
	 * Sends a request.
	 * @param url the URL
	 * @param headers supplies the headers of the application
	 * @param ownHeaders other headers
	 * @param body the body
	 * @param onResponse reads the response, which is closed afterwards
	 * @param onError called if there is no response
	 */
	void send(String url, Supplier<Map<String, List<String>>> headers, Map<String, String> ownHeaders, RequestBody body,
			ResponseReader onResponse, Consumer<Throwable> onError) {
		WatchedBody watched = new WatchedBody(body);
		try {
			Request.Builder request = new Request.Builder().url(url).post(watched);
			ownHeaders.forEach(request::addHeader);
			add(headers.get(), request);
			this.client.newCall(request.build()).enqueue(new Callback() {

				@Override
				public void onFailure(Call call, IOException failure) {
					leaveConnectionIfLate(failure);
					boolean unsent = failure instanceof InterruptedIOException && !watched.isBegun();
					onError.accept((unsent) ? new NotSentException(failure) : failure);
				}

				@Override
				public void onResponse(Call call, Response response) {
					read(response, onResponse, (failure) -> {
						leaveConnectionIfLate(failure);
						onError.accept(failure);
					});
				}

			});
		}
		catch (Throwable ex) {
			// For example, there may be no thread for the call.
			onError.accept(new NotSentException(ex));
		}
	}

	// The connection may be dead, and HTTP/2 would go on using it until the operating
	// system notices.
	private void leaveConnectionIfLate(Throwable failure) {
		if (failure instanceof InterruptedIOException) {
			this.client.connectionPool().evictAll();
		}
	}

	private static void add(@Nullable Map<String, List<String>> headers, Request.Builder request) {
		if (headers != null) {
			headers.forEach((name, values) -> values.forEach((value) -> request.addHeader(name, value)));
		}
	}

	// Catches everything, for example when there is no memory for the answer: no other
	// code would report that there is no answer.
	private static void read(Response response, ResponseReader onResponse, Consumer<Throwable> onError) {
		try {
			Runnable answer;
			try (response) {
				answer = onResponse.read(response);
			}
			answer.run();
		}
		catch (Throwable ex) {
			onError.accept(ex);
		}
	}

	/**
	 * Reads the body of a success. Of a failure, the status is enough.
	 * @param complete whether a truncated body is an error; it is none if the status came
	 * before
	 * @throws IOException if the body is too long, or incomplete although it must be
	 * complete
	 */
	static byte[] body(Response response, long longest, boolean complete) throws IOException {
		if (!response.isSuccessful()) {
			return new byte[0];
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] chunk = new byte[CHUNK];
		InputStream in = response.body().byteStream();
		for (int read = read(in, chunk, complete); read >= 0; read = read(in, chunk, complete)) {
			body.write(chunk, 0, read);
			if (body.size() > longest) {
				throw new IOException("The answer is too long");
			}
		}
		return body.toByteArray();
	}

	private static int read(InputStream in, byte[] chunk, boolean complete) throws IOException {
		try {
			return in.read(chunk);
		}
		catch (IOException ex) {
			if (complete) {
				throw ex;
			}
			return -1;
		}
	}

	CompletableResultCode shutdown() {
		this.client.dispatcher().cancelAll();
		this.client.connectionPool().evictAll();
		ExecutorService own = this.ownExecutor;
		if (own == null) {
			return CompletableResultCode.ofSuccess();
		}
		own.shutdownNow();
		CompletableResultCode result = new CompletableResultCode();
		Thread waiting = thread(() -> awaitEnd(own, result));
		waiting.start();
		return result;
	}

	private static void awaitEnd(ExecutorService executor, CompletableResultCode result) {
		try {
			executor.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			result.succeed();
		}
	}

	/**
	 * A body that notes whether any byte of it was sent.
	 */
	private static final class WatchedBody extends RequestBody {

		private final RequestBody body;

		private volatile boolean begun;

		private volatile boolean answered;

		WatchedBody(RequestBody body) {
			this.body = body;
		}

		static Response noteAnswer(Interceptor.Chain chain) throws IOException {
			Response response = chain.proceed(chain.request());
			if (chain.request().body() instanceof WatchedBody body) {
				body.answered = true;
			}
			return response;
		}

		boolean isBegun() {
			return this.begun;
		}

		// Otherwise, OkHttp would repeat the request at 408, and at 503 with
		// Retry-After: 0.
		@Override
		public boolean isOneShot() {
			return this.answered;
		}

		@Override
		public @Nullable MediaType contentType() {
			return this.body.contentType();
		}

		@Override
		public long contentLength() throws IOException {
			return this.body.contentLength();
		}

		@Override
		public void writeTo(BufferedSink sink) throws IOException {
			this.begun = true;
			this.body.writeTo(sink);
		}

	}

	/**
	 * Reads a response.
	 */
	@FunctionalInterface
	interface ResponseReader {

		/**
		 * Reads a response.
		 * @param response the response
		 * @return the action that reports the response
		 * @throws IOException if the response cannot be read
		 */
		Runnable read(Response response) throws IOException;

	}

}
