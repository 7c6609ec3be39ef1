package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.worker.Worker;
import dev.telemetry.worker.Workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every expression of every dashboard gives something on a real Prometheus that scrapes
 * the shop while requests fail, are slow, and jobs run and fail.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.metrics.tags.application=shop", "telemetry.otel.exporter=file",
				"telemetry.otel.file.path=target/fleet/spans.jsonl", "telemetry.logs.enabled=true",
				"telemetry.logs.file.path=target/fleet/logs.jsonl", "shop.stock.reconcile-every=200ms" })
@Tag("fleet")
class DashboardQueriesTests {

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	@TempDir
	private static Path directory;

	private static Prometheus prometheus;

	private static Recording stocktaking;

	private static boolean loaded;

	@LocalServerPort
	private int port;

	@Autowired
	private TelemetryRecorder recorder;

	@Autowired
	private Workers workers;

	@BeforeAll
	static void reset() {
		loaded = false;
	}

	@AfterAll
	static void stop() {
		if (stocktaking != null) {
			stocktaking.close();
		}
		if (prometheus != null) {
			prometheus.close();
		}
	}

	@BeforeEach
	@Timeout(180)
	void load() throws IOException {
		if (loaded) {
			return;
		}
		prometheus = Prometheus.start(directory, configuration());
		stocktaking = this.recorder.job("stock", "stocktaking").start().progress(1, 3);
		await().atMost(Duration.ofSeconds(170)).pollInterval(Duration.ofMillis(200)).until(() -> {
			aLittleOfEverything();
			return scrapesOfEverything() > 55;
		});
		loaded = true;
	}

	private void aLittleOfEverything() throws Exception {
		ShopCustomer customer = new ShopCustomer(this.port);
		String order = customer.placedOrder("tea", 1);
		customer.order("moonrock", 1);
		customer.get(order + "/invoice");
		customer.get("/reports/daily?delay=2100ms");
		this.recorder.job("stock", "reconciliation").start().fail("no_stock");
		try (Worker worker = this.workers.start(new ProcessBuilder("echo", "2 of 3"), "counting")) {
			worker.waitFor();
		}
		System.gc();
	}

	private double scrapesOfEverything() {
		try {
			return prometheus.query("min(count_over_time(job_run_seconds_count{success=\"false\"}[5m]))")
				.stream()
				.mapToDouble(DashboardQueriesTests::value)
				.findFirst()
				.orElse(0);
		}
		catch (RuntimeException ex) {
			return 0;
		}
	}

	private Path configuration() throws IOException {
		return Files.writeString(directory.resolve("prometheus.yml"), """
				global: { scrape_interval: 1s }
				scrape_configs:
				  - job_name: shop
				    metrics_path: /actuator/prometheus
				    honor_labels: true
				    static_configs: [ { targets: [ "127.0.0.1:%d" ], labels: { application: shop } } ]
				""".formatted(this.port));
	}

	@TestFactory
	Stream<DynamicTest> eachPanelShowsSomething() {
		return Dashboard.all()
			.stream()
			.flatMap((dashboard) -> dashboard.panels()
				.stream()
				.map((panel) -> DynamicTest.dynamicTest(dashboard + ": " + panel.path("title").asString(),
						() -> assertShowsSomething(panel))));
	}

	private static void assertShowsSomething(JsonNode panel) {
		for (JsonNode target : panel.path("targets")) {
			String expression = filledIn(target.path("expr").asString());
			List<JsonNode> result = prometheus.query(expression);
			assertThat(result).as(expression).isNotEmpty();
			assertThat(result).as(expression).anyMatch((sample) -> !Double.isNaN(value(sample)));
		}
	}

	@TestFactory
	Stream<DynamicTest> eachVariableHasSomethingToChooseFrom() {
		return Dashboard.all()
			.stream()
			.flatMap((dashboard) -> dashboard.variables()
				.stream()
				.filter((variable) -> "query".equals(variable.path("type").asString()))
				.map((variable) -> DynamicTest.dynamicTest(dashboard + ": " + variable.path("name").asString(),
						() -> assertHasValues(variable))));
	}

	private static void assertHasValues(JsonNode variable) {
		Matcher query = LABEL_VALUES.matcher(variable.path("definition").asString());
		assertThat(query.matches()).isTrue();
		assertThat(prometheus.query(filledIn(query.group(1)))).isNotEmpty()
			.allMatch((sample) -> sample.path("metric").has(query.group(2)));
	}

	private static String filledIn(String expression) {
		return expression.replace("$__rate_interval", "15s").replace("$__range", "1m").replaceAll("\\$\\w+", ".*");
	}

	private static double value(JsonNode sample) {
		return Double.parseDouble(sample.path("value").path(1).asString());
	}

}
