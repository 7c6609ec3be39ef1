package dev.telemetry.export.otlp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BoundedDns}.
 */
class BoundedDnsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final CountDownLatch over = new CountDownLatch(1);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void end() {
		this.over.countDown();
		this.executor.shutdownNow();
	}

	@Test
	void findsWhatTheNameServiceKnows() throws Exception {
		InetAddress address = InetAddress.getLoopbackAddress();
		assertThat(new BoundedDns((host) -> List.of(address), this.executor, LONG).lookup("collector"))
			.containsExactly(address);
	}

	@Test
	void saysWhatTheNameServiceSays() {
		UnknownHostException unknown = new UnknownHostException("collector");
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> new BoundedDns((host) -> {
			throw unknown;
		}, this.executor, LONG).lookup("collector")).isSameAs(unknown);
	}

	@Test
	void aHostThatTheNameServiceDoesNotFindInTimeIsUnknown() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> new BoundedDns(this::hang, this.executor, Duration.ofMillis(50)).lookup("collector"));
	}

	@Test
	void whatWaitsForANameMayBeSentAgain() throws Exception {
		OkHttpCalls calls = OkHttpCalls.create(null, Duration.ofMillis(200), LONG, (bytes) -> {
		}, (client) -> client.dns(bounded(client)));
		try {
			CompletableFuture<Throwable> failed = new CompletableFuture<>();
			calls.send("http://collector:4318", Map::of, Map.of(), RequestBody.create(new byte[10]),
					(response) -> () -> {
					}, failed::complete);
			assertThat(NetworkFailures.isUnreachable(failed.get(20, TimeUnit.SECONDS))).isTrue();
		}
		finally {
			calls.shutdown();
		}
	}

	private BoundedDns bounded(OkHttpClient.Builder client) {
		BoundedDns used = (BoundedDns) client.build().dns();
		assertThat(used.dns()).isSameAs(Dns.SYSTEM);
		assertThat(used.longest()).isEqualTo(LONG);
		return new BoundedDns(this::hang, used.executor(), Duration.ofMillis(300));
	}

	private List<InetAddress> hang(String host) throws UnknownHostException {
		try {
			this.over.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new UnknownHostException(host);
	}

}
