package dev.telemetry.export.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.Eventually;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OkHttpCalls}.
 */
class OkHttpCallsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@Test
	void whatIsNotSentBecauseThereAreNoHeadersMayBeSentAgain() {
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, LONG, (bytes) -> {
		}, (client) -> {
		});
		List<Throwable> failures = new ArrayList<>();
		calls.send(OtlpReceiver.unusedEndpoint(), () -> {
			throw new IllegalStateException("the token is being renewed");
		}, Map.of(), RequestBody.create(new byte[0]), (response) -> () -> {
		}, failures::add);
		assertThat(failures).singleElement().satisfies((failure) -> {
			assertThat(NetworkFailures.isUnreachable(failure)).isTrue();
			assertThat(failure.getMessage()).doesNotContain("token");
		});
		calls.shutdown();
	}

	@Test
	void whatIsNotSentBecauseThereIsNoThreadMayBeSentAgain() {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(work) -> {
					throw new InternalError("unable to create native thread");
				});
		OkHttpCalls calls = OkHttpCalls.create(threads, LONG, LONG, (bytes) -> {
		}, (client) -> {
		});
		List<Throwable> failures = new ArrayList<>();
		// More than may be sent to one host at once.
		for (int i = 0; i < 10; i++) {
			calls.send(OtlpReceiver.unusedEndpoint(), Map::of, Map.of(), RequestBody.create(new byte[0]),
					(response) -> () -> {
					}, failures::add);
		}
		assertThat(failures).hasSize(10).allMatch(NetworkFailures::isUnreachable);
		calls.shutdown();
	}

	@Test
	void nothingButTheTimeOfACallEndsIt() {
		AtomicReference<OkHttpClient.Builder> builder = new AtomicReference<>();
		OkHttpCalls.create(null, Duration.ofMinutes(1), LONG, (bytes) -> {
		}, builder::set).shutdown();
		OkHttpClient client = builder.get().build();
		assertThat(client.callTimeoutMillis()).isEqualTo(60_000);
		assertThat(client.connectTimeoutMillis()).isEqualTo(20_000);
		assertThat(client.readTimeoutMillis()).isZero();
		assertThat(client.writeTimeoutMillis()).isZero();
	}

	@Test
	void aTimeoutBelowAMillisecondIsNotNone() {
		AtomicReference<OkHttpClient.Builder> builder = new AtomicReference<>();
		OkHttpCalls.create(null, Duration.ofNanos(500_000), Duration.ofNanos(1), (bytes) -> {
		}, builder::set).shutdown();
		OkHttpClient client = builder.get().build();
		assertThat(client.callTimeoutMillis()).isOne();
		assertThat(client.connectTimeoutMillis()).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void whatIsSentGoesNowhereElse(int status) throws Exception {
		AtomicInteger elsewhere = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		String url = "http://localhost:" + server.getAddress().getPort();
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Location", url.replace("localhost", "127.0.0.1") + "/elsewhere");
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
		server.createContext("/elsewhere", (exchange) -> {
			elsewhere.incrementAndGet();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, LONG, (bytes) -> {
		}, (client) -> {
		});
		try {
			CompletableFuture<Integer> answered = new CompletableFuture<>();
			calls.send(url, () -> Map.of("api-key", List.of("secret")), Map.of(), RequestBody.create(new byte[10]),
					(response) -> () -> answered.complete(response.code()), answered::completeExceptionally);
			assertThat(answered.get(20, TimeUnit.SECONDS)).isEqualTo(status);
			assertThat(elsewhere).hasValue(0);
		}
		finally {
			calls.shutdown();
			server.stop(0);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anAnswerThatCannotBeReadIsAFailureWhateverIsThrown(boolean late) throws Exception {
		HttpServer server = answering();
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, LONG, (bytes) -> {
		}, (client) -> {
		});
		try {
			CompletableFuture<Throwable> failed = new CompletableFuture<>();
			calls.send("http://localhost:" + server.getAddress().getPort(), Map::of, Map.of(),
					RequestBody.create(new byte[10]), (response) -> {
						if (late) {
							return () -> {
								throw new OutOfMemoryError("A fault");
							};
						}
						throw new OutOfMemoryError("A fault");
					}, failed::complete);
			assertThat(failed.get(20, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
		}
		finally {
			calls.shutdown();
			server.stop(0);
		}
	}

	@Test
	void aConnectTimeoutOfZeroIsNone() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, Duration.ZERO, (bytes) -> {
		}, (client) -> {
		});
		try {
			assertThat(statusOf(calls, server)).isEqualTo(200);
		}
		finally {
			calls.shutdown();
			server.stop(0);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 421, 503 })
	void aRequestThatIsAnsweredIsNotRepeated(int status) throws Exception {
		AtomicInteger requests = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			requests.incrementAndGet();
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Retry-After", "0");
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
		server.start();
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, LONG, (bytes) -> {
		}, (client) -> {
		});
		try {
			assertThat(statusOf(calls, server)).isEqualTo(status);
			assertThat(requests).hasValue(1);
		}
		finally {
			calls.shutdown();
			server.stop(0);
		}
	}

	@Test
	void aConnectionThatIsIdleIsClosedBeforeALoadBalancerForgetsIt() throws Exception {
		HttpServer server = answering();
		AtomicReference<OkHttpClient.Builder> builder = new AtomicReference<>();
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, LONG, Duration.ofMillis(300), (bytes) -> {
		}, builder::set);
		try {
			assertThat(statusOf(calls, server)).isEqualTo(200);
			ConnectionPool pool = builder.get().build().connectionPool();
			Eventually.until(() -> pool.connectionCount() + " connections", () -> pool.connectionCount() == 0);
		}
		finally {
			calls.shutdown();
			server.stop(0);
		}
	}

	private static HttpServer answering() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static int statusOf(OkHttpCalls calls, HttpServer server) throws Exception {
		CompletableFuture<Integer> answered = new CompletableFuture<>();
		calls.send("http://localhost:" + server.getAddress().getPort(), Map::of, Map.of(),
				RequestBody.create(new byte[10]), (response) -> () -> answered.complete(response.code()),
				answered::completeExceptionally);
		return answered.get(20, TimeUnit.SECONDS);
	}

}
