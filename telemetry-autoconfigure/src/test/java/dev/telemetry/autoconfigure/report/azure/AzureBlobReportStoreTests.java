package dev.telemetry.autoconfigure.report.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.report.NotStoredException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Azure's own client, against a server that looks at what it puts.
 */
class AzureBlobReportStoreTests {

	@TempDir
	Path directory;

	private AzureContainer container;

	@BeforeEach
	void start() throws IOException {
		this.container = new AzureContainer();
	}

	@AfterEach
	void stop() {
		this.container.close();
	}

	private AzureBlobReportStore store(Duration timeout) {
		return new AzureBlobReportStore(this.container.client(), timeout);
	}

	private Path report(String name) throws IOException {
		Path report = Files.createDirectories(this.directory.resolve(name));
		Files.writeString(report.resolve("spans.jsonl"), "{\"name\":\"job.run\"}\n");
		Files.writeString(report.resolve("summary.json"), "{}\n");
		return report;
	}

	@Test
	void eachFileIsABlobAndTheSummaryTheLast() throws Exception {
		store(Duration.ofSeconds(20)).store(report("..%2Fa"), "../a");
		assertThat(this.container.blobs).containsExactly(
				"PUT BlockBlob application/x-ndjson /account/results/telemetry%2Fjobs%2F..%252Fa%2Fspans.jsonl "
						+ "{\"name\":\"job.run\"}",
				"PUT BlockBlob application/json /account/results/telemetry%2Fjobs%2F..%252Fa%2Fsummary.json {}");
	}

	@Test
	void aRefusalSaysNoSecret() throws Exception {
		this.container.status = 403;
		AzureBlobReportStore store = store(Duration.ofSeconds(20));
		Path report = report("job-1");
		assertThatExceptionOfType(NotStoredException.class).isThrownBy(() -> store.store(report, "job-1"))
			.withMessage("The blob telemetry/jobs/job-1/spans.jsonl of the container results was answered with 403")
			.withNoCause();
		assertThat(store).asString().doesNotContain("secret");
	}

	@Test
	void aServerThatHangsIsGivenUp() throws Exception {
		this.container.hanging = true;
		AzureBlobReportStore store = store(Duration.ofMillis(200));
		Path report = report("job-1");
		assertThatExceptionOfType(NotStoredException.class).isThrownBy(() -> store.store(report, "job-1"))
			.withMessageContaining("was not taken within 200 ms")
			.withMessageNotContaining("secret");
	}

	@Test
	void theEndOfTheApplicationInterruptsIt() throws Exception {
		this.container.hanging = true;
		AzureBlobReportStore store = store(Duration.ofSeconds(30));
		Path report = report("job-1");
		CompletableFuture<Void> stored = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				store.store(report, "job-1");
				stored.complete(null);
			}
			catch (Throwable ex) {
				stored.completeExceptionally(ex);
			}
		});
		thread.start();
		while (this.container.blobs.isEmpty() && thread.isAlive()) {
			Thread.onSpinWait();
		}
		thread.interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> stored.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(InterruptedException.class);
	}

}
