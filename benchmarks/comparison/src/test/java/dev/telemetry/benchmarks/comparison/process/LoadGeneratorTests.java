package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LoadGeneratorTests {

	private static final byte[] BODY = "{\"id\":17}".getBytes(StandardCharsets.UTF_8);

	private final AtomicInteger served = new AtomicInteger();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private volatile int status = 200;

	/** As the server of the JDK has it: 0 for chunks. */
	private volatile int length = BODY.length;

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/items/17", this::serve);
		this.server.start();
	}

	private void serve(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.served.incrementAndGet();
			exchange.sendResponseHeaders(this.status, this.length);
			exchange.getResponseBody().write(BODY);
		}
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void asFastAsPossibleSendsAsManyAsItIsTold() throws Exception {
		try (LoadGenerator load = load()) {
			assertThat(load.asFastAsPossible(40)).isPositive();
		}
		assertThat(this.served).hasValue(40);
	}

	@Test
	void answersInChunksAreUnderstood() throws Exception {
		this.length = 0;
		try (LoadGenerator load = load()) {
			load.asFastAsPossible(40);
		}
		assertThat(this.served).hasValue(40);
	}

	@Test
	void atARateThereIsATimeForEachRequestInOrderOfSize() throws Exception {
		try (LoadGenerator load = load()) {
			long[] nanos = load.atRate(50, 1);

			assertThat(nanos).hasSize(50).isSorted();
			assertThat(nanos[0]).isPositive();
			assertThat(nanos[49]).isLessThan(TimeUnit.MINUTES.toNanos(1));
		}
		assertThat(this.served).hasValue(50);
	}

	@Test
	void aRequestThatIsNotServedIsNoResult() throws Exception {
		this.status = 500;
		try (LoadGenerator load = load()) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> load.asFastAsPossible(2))
				.withStackTraceContaining("Not served: HTTP/1.1 500");
		}
	}

	private LoadGenerator load() throws Exception {
		return new LoadGenerator(this.server.getAddress().getPort());
	}

}
