package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The rules on a real Prometheus, with the real Alertmanager, against the shop: they
 * fire, and they are taken back. Windows are seconds where the rules have minutes and
 * hours.
 */
@Tag("fleet")
class AlertsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Map<String, String> SHORTER = Map.ofEntries(Map.entry("[3d]", "[30s]"),
			Map.entry("[6h]", "[20s]"), Map.entry("[1h]", "[16s]"), Map.entry("[30m]", "[12s]"),
			Map.entry("[15m]", "[12s]"), Map.entry("[10m]", "[12s]"), Map.entry("[5m]", "[8s]"),
			Map.entry("offset 1h", "offset 16s"), Map.entry("3 * 3600", "10"),
			Map.entry("* 3600 > 100", "* 3600 > 10"));

	@Test
	@Timeout(300)
	void theyFireForErrorsAStoppedJobAndADeadBackendAndAreTakenBack(@TempDir Path directory) throws Exception {
		try (OtlpReceiver backend = OtlpReceiver.http();
				ConfigurableApplicationContext shop = shop(backend);
				Backend alertmanager = alertmanager(directory)) {
			ShopCustomer customer = customer(shop);
			backend.respond(Behaviour.status(503));
			String order = order(customer);
			try (Prometheus prometheus = Prometheus.start(directory, configuration(directory, shop, alertmanager))) {
				await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
					customer.get(order + "/invoice").expectStatus().isEqualTo(500);
					assertThat(active(alertmanager)).contains("HttpErrorBudgetBurnFast", "JobNotSucceeding",
							"TelemetryBreakerOpen");
				});
				backend.respond(Behaviour.accept());
				await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
					customer.get("/items").expectStatus().isOk();
					shop.getBean(TelemetryRecorder.class).job("stock", "reconciliation").record(Duration.ZERO, true);
					assertThat(active(alertmanager)).doesNotContain("HttpErrorBudgetBurnFast", "JobNotSucceeding",
							"TelemetryBreakerOpen");
				});
			}
		}
	}

	/** The first one may be too slow for the timeout of the call to the partner. */
	private static String order(ShopCustomer customer) {
		AtomicReference<String> order = new AtomicReference<>();
		await().atMost(PATIENCE).untilAsserted(() -> order.set(customer.placedOrder("tea", 1)));
		return order.get();
	}

	private static Set<String> active(Backend alertmanager) {
		return Dashboard.elements(JsonMapper.shared().readTree(alertmanager.get("/api/v2/alerts?active=true")))
			// Other jobs do not run here, neither those of the shop nor those of other
			// tests.
			.filter((alert) -> "reconciliation".equals(alert.at("/labels/type").asString("reconciliation")))
			.map((alert) -> alert.at("/labels/alertname").asString())
			.collect(Collectors.toSet());
	}

	private static ConfigurableApplicationContext shop(OtlpReceiver backend) {
		return new SpringApplicationBuilder(ShopApplication.class).run("--server.port=0",
				"--management.metrics.tags.application=shop", "--telemetry.otel.exporter=otlp",
				"--telemetry.otel.endpoint=" + backend.endpoint(), "--telemetry.otel.protocol=http",
				"--shop.stock.reconcile-every=1h", "--logging.level.root=error",
				"--logging.level.org.apache.catalina.core=off", "--logging.level.dev.telemetry.sample=off");
	}

	private static ShopCustomer customer(ConfigurableApplicationContext shop) {
		return new ShopCustomer(port(shop));
	}

	private static int port(ConfigurableApplicationContext shop) {
		return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static Backend alertmanager(Path directory) throws IOException {
		Path configuration = directory.resolve("alertmanager.yml");
		Files.writeString(configuration,
				Deploy.text(Deploy.path("alertmanager/alertmanager.yml"))
					.replaceAll("group_wait: .*", "group_wait: 1s")
					.replaceAll("group_interval: .*", "group_interval: 2s"));
		int port = Backend.freePort();
		Backend alertmanager = new Backend(directory.resolve("alertmanager.log"), port,
				List.of("prometheus-alertmanager", "--config.file=" + configuration,
						"--storage.path=" + directory.resolve("alerts"), "--web.listen-address=127.0.0.1:" + port,
						"--cluster.listen-address="));
		alertmanager.awaitAnswer("/-/ready");
		return alertmanager;
	}

	private static Path configuration(Path directory, ConfigurableApplicationContext shop, Backend alertmanager)
			throws IOException {
		Path rules = Files.createDirectory(directory.resolve("rules"));
		for (String file : List.of("recording.yaml", "alerts.yaml")) {
			Files.writeString(rules.resolve(file), shorter(Deploy.text(Deploy.path("prometheus/rules/" + file))));
		}
		return Files.writeString(directory.resolve("prometheus.yml"), """
				global: { scrape_interval: 1s, evaluation_interval: 1s }
				rule_files: [ "rules/*.yaml" ]
				alerting: { alertmanagers: [ { static_configs: [ { targets: [ "127.0.0.1:%d" ] } ] } ] }
				scrape_configs:
				  - job_name: shop
				    metrics_path: /actuator/prometheus
				    honor_labels: true
				    static_configs: [ { targets: [ "127.0.0.1:%d" ], labels: { application: shop } } ]
				""".formatted(alertmanager.port(), port(shop)));
	}

	private static String shorter(String rules) {
		String shorter = rules;
		for (Map.Entry<String, String> window : SHORTER.entrySet()) {
			shorter = shorter.replace(window.getKey(), window.getValue());
		}
		return shorter.replaceAll("for: .*", "for: 2s").replaceAll("interval: .*", "interval: 1s");
	}

}
