package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files for Compose, Grafana and Kubernetes fit each other and the application.
 */
class DeployTests {

	private static final Set<String> WITHOUT_A_SHELL = Set.of("jaeger", "tempo", "loki", "collector");

	@ParameterizedTest
	@ValueSource(strings = { "compose.yaml", "compose.grafana.yaml" })
	void imagesAreOfAVersionAndPortsAreOfThisMachineOnly(String file) {
		services(file).forEach((name, service) -> {
			assertThat((String) service.get("image")).as(name).matches(".+:v?\\d+\\.\\d+\\.\\d+");
			assertThat(strings(service, "ports")).as(name).allMatch((port) -> port.startsWith("127.0.0.1:"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "compose.yaml", "compose.grafana.yaml" })
	void whatIsMountedExistsAndCannotBeWritten(String file) {
		services(file).values()
			.stream()
			.flatMap((service) -> strings(service, "volumes").stream())
			.map((volume) -> volume.split(":"))
			.forEach((volume) -> {
				assertThat(Deploy.path(volume[0])).exists();
				assertThat(volume[2]).isEqualTo("ro");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "compose.yaml", "compose.grafana.yaml" })
	void eachImageThatCanHasAHealthCheck(String file) {
		services(file).forEach((name, service) -> assertThat(service.containsKey("healthcheck")).as(name)
			.isNotEqualTo(WITHOUT_A_SHELL.contains(name)));
	}

	@Test
	void dataSourcesAreServicesAndLeadToEachOther() {
		Map<String, Object> provisioned = Deploy.yaml(Deploy.path("grafana/provisioning/datasources/telemetry.yaml"));
		List<Map<String, Object>> sources = maps(provisioned.get("datasources"));
		Set<String> services = services("compose.grafana.yaml").keySet();
		assertThat(sources).extracting((source) -> source.get("uid"))
			.containsExactlyInAnyOrder("prometheus", "tempo", "loki", "alertmanager");
		assertThat(sources).allMatch((source) -> services.contains(host((String) source.get("url"))));
		assertThat(Deploy.text(Deploy.path("grafana/provisioning/datasources/telemetry.yaml")))
			.contains("exemplarTraceIdDestinations", "tracesToLogsV2", "tracesToMetrics", "derivedFields");
	}

	private static String host(String url) {
		return URI.create(url).getHost();
	}

	@Test
	void exemplarsAreStored() {
		for (String file : List.of("compose.yaml", "compose.grafana.yaml")) {
			assertThat(strings(services(file).get("prometheus"), "command"))
				.contains("--enable-feature=exemplar-storage");
		}
	}

	@Test
	void onKubernetesThereIsTimeToEndInPeace() throws IOException {
		Map<String, Object> pod = podSpec();
		Map<String, Object> container = maps(pod.get("containers")).get(0);
		int preStop = (int) map(map(map(container.get("lifecycle")).get("preStop")).get("sleep")).get("seconds");
		int web = seconds(container, "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE");
		int telemetry = seconds(container, "TELEMETRY_EXPORT_SHUTDOWNTIMEOUT");
		assertThat((int) pod.get("terminationGracePeriodSeconds")).isGreaterThan(preStop + web + telemetry);
	}

	@Test
	void onKubernetesVariablesStandBeforeThoseThatUseThem() throws IOException {
		List<Map<String, Object>> variables = maps(maps(podSpec().get("containers")).get(0).get("env"));
		for (int i = 0; i < variables.size(); i++) {
			String value = String.valueOf(variables.get(i).get("value"));
			List<String> before = variables.subList(0, i).stream().map((each) -> (String) each.get("name")).toList();
			assertThat(Pattern.compile("\\$\\((\\w+)\\)").matcher(value).results())
				.allMatch((match) -> before.contains(match.group(1)));
		}
	}

	private static int seconds(Map<String, Object> container, String variable) {
		return maps(container.get("env")).stream()
			.filter((each) -> variable.equals(each.get("name")))
			.map((each) -> Integer.parseInt(((String) each.get("value")).replace("s", "")))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, Object> podSpec() throws IOException {
		try (Stream<Object> documents = documents(Deploy.path("kubernetes/shop.yaml"))) {
			return documents.map(DeployTests::map)
				.filter((document) -> "Deployment".equals(document.get("kind")))
				.map((document) -> map(map(map(document.get("spec")).get("template")).get("spec")))
				.findFirst()
				.orElseThrow();
		}
	}

	private static Stream<Object> documents(Path file) throws IOException {
		return StreamSupport.stream(new Yaml().loadAll(Files.readString(file)).spliterator(), false);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> services(String file) {
		return (Map<String, Map<String, Object>>) Deploy.yaml(Deploy.path(file)).get("services");
	}

	@SuppressWarnings("unchecked")
	private static List<String> strings(Map<String, Object> service, String key) {
		return (List<String>) service.getOrDefault(key, List.of());
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> maps(Object list) {
		return (List<Map<String, Object>>) list;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object map) {
		return (Map<String, Object>) map;
	}

}
