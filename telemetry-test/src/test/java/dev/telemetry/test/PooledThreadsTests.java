package dev.telemetry.test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TelemetryLeakCheck#assertClean} and {@link PooledThreads}.
 */
class PooledThreadsTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private final ExecutorService executor = Executors.newFixedThreadPool(3, new DaemonThreads("pool"));

	@AfterEach
	void stop() throws InterruptedException {
		this.executor.shutdownNow();
		assertThat(this.executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void cleanThreadsPass() {
		assertThatNoException().isThrownBy(() -> TelemetryLeakCheck.assertClean(this.executor, 3));
	}

	@Test
	void oneThreadWithAnMdcEntryFails() throws Exception {
		this.executor.submit(() -> MDC.put("orderId", "7")).get(10, TimeUnit.SECONDS);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> TelemetryLeakCheck.assertClean(this.executor, 3))
			.withMessageContaining("Telemetry leaked from the pool")
			.withMessageContaining("MDC of thread 'pool-1': expected {} but was {orderId=7}");
	}

	@Test
	void oneThreadWithAnOpenScopeFails() throws Exception {
		ContextKey<String> key = ContextKey.named("order");
		this.executor.submit(() -> Context.root().with(key, "7").makeCurrent()).get(10, TimeUnit.SECONDS);
		assertThat(new PooledThreads(this.executor, 3, Duration.ofSeconds(5)).leaks()).singleElement()
			.asString()
			.startsWith("OpenTelemetry context of thread 'pool-1'");
	}

	@Test
	void aThreadThatIsNotFreeFails() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		this.executor.submit(() -> end.await(30, TimeUnit.SECONDS));
		assertThat(new PooledThreads(this.executor, 3, SHORT).leaks()).contains("1 threads of the pool were not free");
		end.countDown();
	}

	@Test
	void aPoolWithoutAnyFreeThreadFails() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		for (int i = 0; i < 3; i++) {
			this.executor.submit(() -> end.await(30, TimeUnit.SECONDS));
		}
		assertThat(new PooledThreads(this.executor, 1, SHORT).leaks())
			.containsExactly("a thread of the pool was not free");
		end.countDown();
	}

}
