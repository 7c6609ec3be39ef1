package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.ClassUtils;

/**
 * Writes the page of all properties from the metadata that the annotation processor made.
 */
final class ConfigurationReference {

	private static final Map<String, String> GROUPS = groups();

	private final List<Map<String, Object>> properties;

	@SuppressWarnings("unchecked")
	ConfigurationReference(String metadata) {
		List<Map<String, Object>> all = (List<Map<String, Object>>) JsonParserFactory.getJsonParser()
			.parseMap(metadata)
			.get("properties");
		// Those of the endpoint are Spring Boot's.
		this.properties = all.stream()
			.filter((property) -> name(property).startsWith("telemetry"))
			.sorted(Comparator.comparing(ConfigurationReference::name))
			.toList();
	}

	private static Map<String, String> groups() {
		Map<String, String> groups = new LinkedHashMap<>();
		groups.put("telemetry", "The switch");
		groups.put("telemetry.otel", "What is exported, and where to");
		groups.put("telemetry.export", "Queues, batches and shutdown");
		groups.put("telemetry.sampling", "Which traces are kept");
		groups.put("telemetry.http", "Requests");
		groups.put("telemetry.grpc", "Calls by gRPC that are served");
		groups.put("telemetry.job", "Jobs");
		groups.put("telemetry.client", "Calls to other services");
		groups.put("telemetry.events", "Events on spans");
		groups.put("telemetry.worker", "Worker processes");
		groups.put("telemetry.metrics", "Meters");
		groups.put("telemetry.budget", "How much telemetry may make");
		groups.put("telemetry.logging", "Log lines");
		groups.put("telemetry.logs", "Log records that are exported");
		groups.put("telemetry.privacy", "Secrets and personal data");
		groups.put("telemetry.viewer", "The viewer");
		groups.put("telemetry.propagation", "What is passed on to other services");
		return groups;
	}

	List<Map<String, Object>> properties() {
		return this.properties;
	}

	static String name(Map<String, Object> property) {
		return (String) property.get("name");
	}

	String page() {
		StringBuilder page = new StringBuilder(
				"""
						# Configuration

						All properties, written from the metadata of the code by a test. Each can be set in any way that Spring
						Boot knows: `telemetry.sampling.ratio` in `application.yml`, `TELEMETRY_SAMPLING_RATIO` in the environment,
						`--telemetry.sampling.ratio` on the command line. A wrong value stops the start and says what is allowed.

						- Durations and sizes have a unit: `500ms`, `2s`, `3MB`.
						- A list has commas between its elements, or is a list in YAML.
						- In the name of an environment variable, leave hyphens out: `TELEMETRY_SAMPLING_SLOWTHRESHOLD`.
						- An empty value counts as not set where there is no default.
						""");
		Map<String, List<Map<String, Object>>> byGroup = byGroup();
		GROUPS.forEach((group, title) -> appendGroup(page, title, byGroup.getOrDefault(group, List.of())));
		return page.toString();
	}

	private Map<String, List<Map<String, Object>>> byGroup() {
		Map<String, List<Map<String, Object>>> groups = new TreeMap<>();
		for (Map<String, Object> property : this.properties) {
			groups.computeIfAbsent(group(name(property)), (group) -> new ArrayList<>()).add(property);
		}
		return groups;
	}

	private static String group(String name) {
		String[] parts = name.split("\\.");
		return (parts.length == 2) ? parts[0] : parts[0] + "." + parts[1];
	}

	private static void appendGroup(StringBuilder page, String title, List<Map<String, Object>> properties) {
		page.append("\n## ").append(title).append("\n\n| property | type | default | meaning |\n|---|---|---|---|\n");
		for (Map<String, Object> property : properties) {
			page.append("| `").append(name(property)).append("` | ").append(type(property)).append(" | ");
			page.append(defaultValue(property)).append(" | ").append(property.get("description")).append(" |\n");
		}
	}

	// Spring's relaxed binding takes both; the page shows what the span is called.
	private static String type(Map<String, Object> property) {
		if (name(property).endsWith(".span-name")) {
			return choice((String) property.get("type")).replaceFirst("`.*?`", defaultValue(property));
		}
		String type = (String) property.get("type");
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		boolean list = type.startsWith("java.util.List");
		String element = (list) ? type.substring(type.indexOf('<') + 1, type.length() - 1) : type;
		String word = switch (element) {
			case "java.lang.Boolean" -> "boolean";
			case "java.lang.Double", "java.lang.Integer" -> "number";
			case "java.time.Duration" -> "duration";
			case "org.springframework.util.unit.DataSize" -> "size";
			case "java.lang.String" -> "text";
			default -> choice(element);
		};
		return (list) ? "list of " + word : word;
	}

	private static String choice(String typeName) {
		Class<?> type = ClassUtils.resolveClassName(typeName, null);
		Stream<String> words = (type.isEnum())
				? Arrays.stream(type.getEnumConstants())
					.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				: Arrays.stream(type.getDeclaredFields())
					.map((field) -> field.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
		return words.map((word) -> "`" + word + "`").collect(Collectors.joining(", "));
	}

	private static String defaultValue(Map<String, Object> property) {
		Object value = property.get("defaultValue");
		if (value == null) {
			return "";
		}
		if (value instanceof List<?> values) {
			return "`" + String.join(", ", values.stream().map(String::valueOf).toList()) + "`";
		}
		return "`" + value + "`";
	}

}
