package dev.telemetry.autoconfigure.web.lives;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.thread.Threading;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at each thread that a request may have been on. Not at virtual ones, which are
 * gone by then.
 */
final class ServerThreads {

	/** How many a container has for requests: so few that all can be looked at. */
	static final int COUNT = 8;

	private final ConfigurableApplicationContext application;

	private final HttpClient client;

	ServerThreads(ConfigurableApplicationContext application, HttpClient client) {
		this.application = application;
		this.client = client;
	}

	void assertClean() throws Exception {
		TelemetryLeakCheck.assertClean(this.application.getBean(Workers.class).executor(), Workers.COUNT);
		if (Threading.PLATFORM.isActive(this.application.getEnvironment())) {
			ThreadPoolTaskExecutor executor = this.application.getBean("applicationTaskExecutor",
					ThreadPoolTaskExecutor.class);
			TelemetryLeakCheck.assertClean(executor.getThreadPoolExecutor(), executor.getCorePoolSize());
			probe();
		}
		assertThat(this.application.getBean(CleanThreads.class).takeLeftovers()).isEmpty();
	}

	private void probe() throws Exception {
		this.application.getBean(CleanThreads.class).expectProbes(COUNT);
		String port = this.application.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/shop" + CleanThreads.PROBE))
			.build();
		List<CompletableFuture<HttpResponse<Void>>> probes = new ArrayList<>();
		for (int i = 0; i < COUNT; i++) {
			probes.add(this.client.sendAsync(request, HttpResponse.BodyHandlers.discarding()));
		}
		for (CompletableFuture<HttpResponse<Void>> probe : probes) {
			assertThat(probe.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
		}
	}

}
