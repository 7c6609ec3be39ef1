package dev.telemetry.sample.fleet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus.
 */
final class Prometheus extends Backend {

	private Prometheus(Path directory, Path configuration, int port) {
		super(directory.resolve("prometheus.log"), port,
				List.of("prometheus", "--config.file=" + configuration,
						"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
						"--enable-feature=exemplar-storage", "--log.level=warn"));
	}

	static Prometheus start(Path directory, Path configuration) {
		Prometheus prometheus = new Prometheus(directory, configuration, freePort());
		prometheus.awaitAnswer("/-/ready");
		return prometheus;
	}

	/**
	 * What an expression gives now.
	 */
	List<JsonNode> query(String expression) {
		JsonNode answer = JsonMapper.shared()
			.readTree(get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
		return Dashboard.elements(answer.at("/data/result")).toList();
	}

	/**
	 * The names of the alerts that are firing now.
	 */
	Stream<String> firing() {
		JsonNode answer = JsonMapper.shared().readTree(get("/api/v1/alerts"));
		return Dashboard.elements(answer.at("/data/alerts"))
			.filter((alert) -> "firing".equals(alert.path("state").asString()))
			.map((alert) -> alert.at("/labels/alertname").asString());
	}

}
