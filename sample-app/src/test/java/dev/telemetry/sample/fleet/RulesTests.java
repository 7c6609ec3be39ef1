package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of Prometheus: {@code promtool} runs their tests, and no alert is without
 * one.
 */
@Timeout(180)
class RulesTests {

	private static final Path PROMETHEUS = Deploy.path("prometheus");

	@Test
	void eachAlertSaysWhatIsWrongWhatToDoAndWhereToRead() {
		String runbook = Deploy.documentation("runbook.md");
		assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy((alert) -> {
			String name = (String) alert.get("alert");
			Map<String, String> annotations = strings(alert.get("annotations"));
			assertThat(annotations.get("summary")).as(name).isNotBlank();
			assertThat(annotations.get("description")).as(name).endsWith(".");
			assertThat(annotations.get("runbook")).isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
			assertThat(runbook).contains("\n### " + name + "\n");
			assertThat(strings(alert.get("labels")).get("severity")).as(name).isIn("page", "ticket");
		});
	}

	@Test
	void eachAlertHasATestInWhichItFiresAndOneInWhichItDoesNot() {
		List<Map<String, Object>> tests = alertTests();
		assertThat(alerts()).allSatisfy((alert) -> {
			List<Boolean> fires = tests.stream()
				.filter((test) -> alert.get("alert").equals(test.get("alertname")))
				.map((test) -> !((List<?>) test.get("exp_alerts")).isEmpty())
				.toList();
			assertThat(fires).as((String) alert.get("alert")).contains(true, false);
		});
	}

	@Test
	@Tag("fleet")
	void promtoolFindsNoFaultInThem(@TempDir Path directory) throws Exception {
		promtool(directory, "check", "rules");
	}

	@Test
	@Tag("fleet")
	void promtoolRunsTheirTests(@TempDir Path directory) throws Exception {
		promtool(directory, "test", "rules");
	}

	@Test
	@Tag("fleet")
	void promtoolFindsNoFaultInTheConfiguration(@TempDir Path directory) throws Exception {
		run(directory, List.of("promtool", "check", "config", "--syntax-only",
				PROMETHEUS.resolve("prometheus.yml").toString()));
	}

	private static void promtool(Path directory, String verb, String noun) throws Exception {
		List<String> command = new ArrayList<>(List.of("promtool", verb, noun));
		files(verb.equals("test") ? "tests" : "rules").map(Path::toString).forEach(command::add);
		run(directory, command);
	}

	private static void run(Path directory, List<String> command) throws Exception {
		Path output = directory.resolve("output.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(output)).isZero();
	}

	private static Stream<Path> files(String directory) {
		try (Stream<Path> files = Files.list(PROMETHEUS.resolve(directory))) {
			return files.sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Map<String, Object>> alerts() {
		return maps(Deploy.yaml(PROMETHEUS.resolve("rules/alerts.yaml")).get("groups"))
			.flatMap((group) -> maps(group.get("rules")))
			.toList();
	}

	private static List<Map<String, Object>> alertTests() {
		return files("tests").flatMap((file) -> maps(Deploy.yaml(file).get("tests")))
			.flatMap((test) -> maps(test.get("alert_rule_test")))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static Stream<Map<String, Object>> maps(Object list) {
		return ((List<Map<String, Object>>) list).stream();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> strings(Object map) {
		return (Map<String, String>) map;
	}

}
