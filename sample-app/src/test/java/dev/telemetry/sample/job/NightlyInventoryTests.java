package dev.telemetry.sample.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.cli.TelemetryCli;
import dev.telemetry.sample.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The report of a job with five phases and 200 tasks, and what the command line makes of
 * it.
 */
class NightlyInventoryTests {

	@TempDir
	static Path directory;

	private static long pieces;

	@BeforeAll
	static void runTheJob() {
		SpringApplication shop = new SpringApplication(ShopApplication.class);
		shop.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = shop.run("--telemetry.otel.exporter=none",
				"--telemetry.job.report.enabled=true", "--telemetry.job.report.directory=" + directory,
				"--shop.stock.reconcile-every=1h")) {
			NightlyInventory inventory = context.getBean(NightlyInventory.class);
			inventory.count();
			pieces = inventory.pieces();
		}
	}

	private static Path report() {
		try (var reports = Files.list(directory.resolve("jobs"))) {
			return reports.filter((report) -> report.getFileName().toString().startsWith("inventory-"))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String telemetry(String... args) {
		StringWriter out = new StringWriter();
		String[] all = new String[args.length + 2];
		System.arraycopy(args, 0, all, 0, args.length);
		all[args.length] = "--dir";
		all[args.length + 1] = directory.toString();
		assertThat(TelemetryCli.run(new PrintWriter(out, true), new PrintWriter(System.err, true), all)).isZero();
		return out.toString();
	}

	@Test
	void theNumbersAreWhatRan() throws IOException {
		Map<String, Object> summary = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(report().resolve("summary.json")));
		assertThat(summary).containsEntry("success", true).containsEntry("total_spans", 206);
		Map<String, Object> names = child(summary, "by_name");
		assertThat(names).containsOnlyKeys("job.run", "plan", "submit", "gather", "check", "store", "shelf");
		assertThat(child(names, "shelf")).containsEntry("count", 200);
		Map<String, Object> counted = child(child(child(names, "shelf"), "metrics"), "pieces");
		assertThat(counted).containsEntry("count", 200).containsEntry("sum", (double) pieces);
		assertThat(Files.readAllLines(report().resolve("spans.jsonl"))).hasSize(206);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> child(Map<String, Object> map, String key) {
		return (Map<String, Object>) map.getOrDefault(key, Map.of());
	}

	@Test
	void everyTimelineHasAllPhases() {
		String job = report().getFileName().toString();
		for (String format : List.of("text", "html", "svg")) {
			assertThat(telemetry("timeline", job, "--format", format)).contains("plan", "submit", "gather", "check",
					"store", "shelf");
		}
		assertThat(telemetry("timeline", job)).contains("shelf x200");
		assertThat(telemetry("export", job, "--format", "chrome")).contains("\"name\":\"gather\"");
		assertThat(telemetry("show", job)).contains("CRITICAL PATH");
		assertThat(telemetry("list")).contains("inventory");
	}

}
