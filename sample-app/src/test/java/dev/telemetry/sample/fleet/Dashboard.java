package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard of Grafana.
 *
 * @param file its file
 * @param json what is in it
 */
record Dashboard(Path file, JsonNode json) {

	private static final Path DIRECTORY = Deploy.path("grafana/dashboards");

	static List<Dashboard> all() {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.sorted().map(Dashboard::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Dashboard read(Path file) {
		return new Dashboard(file, JsonMapper.shared().readTree(file.toFile()));
	}

	List<JsonNode> panels() {
		return elements(this.json.path("panels")).filter((panel) -> !"row".equals(panel.path("type").asString()))
			.toList();
	}

	List<JsonNode> variables() {
		return elements(this.json.at("/templating/list")).toList();
	}

	static Stream<JsonNode> elements(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false);
	}

	@Override
	public String toString() {
		return this.file.getFileName().toString();
	}

}
