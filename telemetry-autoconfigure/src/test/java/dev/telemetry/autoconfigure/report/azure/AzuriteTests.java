package dev.telemetry.autoconfigure.report.azure;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.report.HttpPutReportStore;
import dev.telemetry.report.NotStoredException;
import dev.telemetry.report.ReportUrls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reports in Azurite, Azure's own emulator of its storage, by both ways. Azure's client
 * speaks HTTP by Netty, as it does by default.
 */
@Tag("azurite")
@Timeout(120)
class AzuriteTests {

	// That of each Azurite.
	private static final String ACCOUNT = "devstoreaccount1";

	private static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

	private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

	@TempDir
	static Path folder;

	private static Process azurite;

	private static String address;

	@TempDir
	Path directory;

	@BeforeAll
	static void start() throws IOException {
		String program = System.getenv().getOrDefault("AZURITE", "azurite-blob");
		azurite = new ProcessBuilder(program, "--blobHost", "127.0.0.1", "--blobPort", "0", "--location",
				folder.toString(), "--disableTelemetry", "--skipApiVersionCheck", "--silent")
			.redirectErrorStream(true)
			.start();
		BufferedReader output = azurite.inputReader(StandardCharsets.UTF_8);
		while (address == null) {
			String line = output.readLine();
			assertThat(line).as("output of %s", program).isNotNull();
			Matcher listening = ADDRESS.matcher(line);
			address = (listening.find()) ? listening.group(1) : null;
		}
	}

	@AfterAll
	static void stop() throws InterruptedException {
		if (azurite != null) {
			azurite.destroy();
			azurite.waitFor(20, TimeUnit.SECONDS);
			azurite.destroyForcibly();
		}
	}

	private static BlobContainerClient container(String name) {
		BlobContainerClient container = new BlobContainerClientBuilder()
			.connectionString("DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY
					+ ";BlobEndpoint=" + address + "/" + ACCOUNT + ";")
			.containerName(name)
			.buildClient();
		container.createIfNotExists();
		return container;
	}

	private static List<String> blobs(BlobContainerClient container) {
		return container.listBlobs().stream().map(BlobItem::getName).toList();
	}

	private static String signed(BlobContainerClient container) {
		return container.generateSas(new BlobServiceSasSignatureValues(OffsetDateTime.now().plusHours(1),
				new BlobContainerSasPermission().setCreatePermission(true).setWritePermission(true)));
	}

	private HttpPutReportStore store(BlobContainerClient container, String signature) {
		return new HttpPutReportStore(ReportUrls.below(URI.create(container.getBlobContainerUrl() + "?" + signature)),
				Map.of(), Duration.ofSeconds(20));
	}

	private Path report(String name) throws IOException {
		Path report = Files.createDirectories(this.directory.resolve(name));
		Files.writeString(report.resolve("spans.jsonl"), "{\"name\":\"job.run\"}\n");
		Files.writeString(report.resolve("summary.json"), "{}\n");
		return report;
	}

	@Test
	void aPutWithASharedAccessSignatureMakesBlockBlobs() throws Exception {
		BlobContainerClient container = container("signed");
		HttpPutReportStore store = store(container, signed(container));
		store.store(report("a%2Fb"), "a/b");
		store.store(report("a%2Fb"), "a/b");
		assertThat(blobs(container)).containsExactlyInAnyOrder("a%2Fb/spans.jsonl", "a%2Fb/summary.json");
		assertThat(container.listBlobs()).extracting(BlobItem::getProperties)
			.extracting(BlobItemProperties::getBlobType)
			.containsOnly(BlobType.BLOCK_BLOB);
		assertThat(container.listBlobs()).extracting(BlobItem::getProperties)
			.extracting(BlobItemProperties::getContentType)
			.containsExactlyInAnyOrder("application/x-ndjson", "application/json");
	}

	@Test
	void aSignatureThatDoesNotFitIsRefusedAndNotSaid() throws Exception {
		BlobContainerClient container = container("refused");
		HttpPutReportStore store = store(container, signed(container).replaceAll("sig=[^&]*", "sig=topsecret"));
		Path report = report("job-1");
		assertThatExceptionOfType(NotStoredException.class).isThrownBy(() -> store.store(report, "job-1"))
			.withMessageEndingWith("was answered with 403")
			.withMessageNotContaining("secret");
		assertThat(blobs(container)).isEmpty();
	}

	@Test
	void anApplicationThatEndsAtOnceHasStoredItsReportByItsClient() {
		BlobContainerClient container = container("client");
		try (ConfigurableApplicationContext context = start(container)) {
			context.getBean(TelemetryRecorder.class).job("night", "import").id("a/b").run((job) -> {
			});
		}
		assertThat(blobs(container)).containsExactlyInAnyOrder("telemetry/jobs/a%2Fb/spans.jsonl",
				"telemetry/jobs/a%2Fb/summary.json");
		assertThat(container.getBlobClient("telemetry/jobs/a%2Fb/summary.json").downloadContent().toString())
			.contains("\"job_id\": \"a/b\"");
	}

	private ConfigurableApplicationContext start(BlobContainerClient container) {
		SpringApplication application = new SpringApplication(TelemetryAzureReportAutoConfigurationTests.Job.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("container", container));
		application.setDefaultProperties(Map.of("telemetry.enabled", "true", "telemetry.otel.exporter", "none",
				"telemetry.job.report.enabled", "true", "telemetry.job.report.directory", this.directory.toString()));
		return application.run();
	}

}
