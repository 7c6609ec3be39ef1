package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.record.CompletionCause;
import dev.telemetry.record.Recording;

/**
 * Records the calls of another client. Web sockets are not recorded.
 */
final class RecordedHttpClient extends HttpClient implements AutoCloseable {

	private static final String SHUTDOWN = "shutdown";

	private static final String SHUTDOWN_NOW = "shutdownNow";

	private static final String AWAIT_TERMINATION = "awaitTermination";

	private static final String IS_TERMINATED = "isTerminated";

	private static final Set<String> FORWARDED = Set.of(SHUTDOWN, SHUTDOWN_NOW, AWAIT_TERMINATION, IS_TERMINATED);

	private final HttpClient client;

	private final Function<? super HttpRequest, String> operation;

	private final CallTools tools;

	RecordedHttpClient(HttpClient client, Function<? super HttpRequest, String> operation, CallTools tools) {
		this.client = client;
		this.operation = operation;
		this.tools = tools;
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		Recording recording = start(request);
		if (recording == null) {
			return this.client.send(request, handler);
		}
		HttpRequest traced = traced(request, recording);
		try (Scope scope = recording.enter()) {
			HttpResponse<T> response = this.client.send(traced, handler);
			end(recording, request, response, null);
			return response;
		}
		catch (Throwable ex) {
			end(recording, request, null, ex);
			throw ex;
		}
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
		return sendAsync(request, handler, null);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler,
			@Nullable PushPromiseHandler<T> pushes) {
		Recording recording = start(request);
		if (recording == null) {
			return sendUnrecorded(request, handler, pushes);
		}
		HttpRequest traced = traced(request, recording);
		try (Scope scope = recording.enter()) {
			CompletableFuture<HttpResponse<T>> answer = sendUnrecorded(traced, handler, pushes);
			// The same future is returned, because cancelling it must reach the client.
			CompletableFuture<?> unused = answer.whenComplete((response, ex) -> end(recording, request, response, ex));
			return answer;
		}
		catch (Throwable ex) {
			end(recording, request, null, ex);
			throw ex;
		}
	}

	// Calls the same overload, because a client of the application may implement
	// only one.
	private <T> CompletableFuture<HttpResponse<T>> sendUnrecorded(HttpRequest request, BodyHandler<T> handler,
			@Nullable PushPromiseHandler<T> pushes) {
		return (pushes != null) ? this.client.sendAsync(request, handler, pushes)
				: this.client.sendAsync(request, handler);
	}

	// Returns null if another client records the call, whose headers have the
	// trace already.
	private @Nullable Recording start(HttpRequest request) {
		try {
			if (this.tools.above().isMade(request.method(), request.uri())) {
				return null;
			}
			return this.tools.recorder()
				.get()
				.externalCall(this.tools.services().of(request.uri()), this.operation.apply(request))
				.start();
		}
		catch (Throwable ex) {
			this.tools.failures().report("recording a call", ex);
			return null;
		}
	}

	private HttpRequest traced(HttpRequest request, Recording recording) {
		if (recording.spanId() == null) {
			return request;
		}
		try {
			HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
			this.tools.propagator().get().inject(recording.context(), builder, (carrier, name, value) -> {
				if (carrier != null && HttpCall.isHeaderValue(value)) {
					carrier.setHeader(name, value);
				}
			});
			return builder.build();
		}
		catch (Throwable ex) {
			this.tools.failures().report("passing the trace on", ex);
			return request;
		}
	}

	private void end(Recording recording, HttpRequest request, @Nullable HttpResponse<?> response,
			@Nullable Throwable thrown) {
		try {
			int status = (response != null) ? response.statusCode() : 0;
			Throwable cause = CompletionCause.of(thrown);
			recording.describe((span) -> HttpCall.describe(span,
					new CalledRequest(request.method(), request.uri(), null), status));
			HttpCall.end(recording, status, cause);
		}
		catch (Throwable ex) {
			this.tools.failures().report("recording a call", ex);
		}
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		return this.client.newWebSocketBuilder();
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.client.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.client.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.client.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.client.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.client.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.client.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.client.authenticator();
	}

	@Override
	public Version version() {
		return this.client.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.client.executor();
	}

	// From JDK 21 on, clients can be closed and shut down.
	@Override
	public void close() throws Exception {
		if (this.client instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

	/**
	 * Initiates an orderly shutdown of the client.
	 */
	public void shutdown() {
		forward(SHUTDOWN);
	}

	/**
	 * Shuts the client down at once.
	 */
	public void shutdownNow() {
		forward(SHUTDOWN_NOW);
	}

	/**
	 * Waits for the termination of the client.
	 * @param duration how long to wait
	 * @return whether the client has terminated
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	public boolean awaitTermination(Duration duration) throws InterruptedException {
		return Boolean.TRUE.equals(forward(AWAIT_TERMINATION, duration));
	}

	/**
	 * Returns whether the client has terminated.
	 * @return whether the client has terminated
	 */
	public boolean isTerminated() {
		return Boolean.TRUE.equals(forward(IS_TERMINATED));
	}

	/**
	 * Returns the methods that are called by reflection.
	 * @return methods, none before JDK 21
	 */
	static Stream<Method> forwarded() {
		return Arrays.stream(HttpClient.class.getDeclaredMethods())
			.filter((method) -> FORWARDED.contains(method.getName()));
	}

	private @Nullable Object forward(String name, Object... arguments) {
		Class<?>[] types = Arrays.stream(arguments).map(Object::getClass).toArray(Class<?>[]::new);
		Method method = ReflectionUtils.findMethod(HttpClient.class, name, types);
		return (method != null) ? invoke(method, arguments) : null;
	}

	// Throws whatever the client throws, checked or not.
	private @Nullable Object invoke(Method method, Object... arguments) {
		try {
			return method.invoke(this.client, arguments);
		}
		catch (InvocationTargetException ex) {
			RecordedHttpClient.<RuntimeException>rethrow(ex.getTargetException());
			return null;
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void rethrow(Throwable failure) throws T {
		throw (T) failure;
	}

}
