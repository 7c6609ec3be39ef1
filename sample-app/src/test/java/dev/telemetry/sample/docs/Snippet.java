package dev.telemetry.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A YAML snippet of a page.
 *
 * @param page the page
 * @param yaml the snippet
 * @param properties what it sets, of all its documents
 * @param documents how many documents it has
 */
record Snippet(Path page, String yaml, Map<String, String> properties, int documents) {

	private static final Pattern YAML = Pattern.compile("^( *)```yaml\\n(.*?)^ *```",
			Pattern.DOTALL | Pattern.MULTILINE);

	// With these, the others would be without effect.
	private static final Pattern CHANGES_OTHERS = Pattern.compile(
			"telemetry\\.(enabled=(?!true).*|backend=(?!hybrid).*)|telemetry\\.otel\\.exporter=none|spring\\.(profiles|config)\\..*");

	static Stream<Snippet> of(Path page) {
		return YAML.matcher(DocumentationTests.read(page))
			.results()
			.map((found) -> of(page, found.group(2).replaceAll("(?m)^" + found.group(1), "")));
	}

	private static Snippet of(Path page, String yaml) {
		try {
			List<PropertySource<?>> documents = new YamlPropertySourceLoader().load(page.toString(),
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
			Map<String, String> properties = new TreeMap<>();
			documents.forEach((document) -> {
				for (String name : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
					properties.put(name, String.valueOf(document.getProperty(name)));
				}
			});
			return new Snippet(page, yaml, properties, documents.size());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Puts snippets together that do not contradict each other, so that one application
	 * tries many of them. In the build of a change each has one of its own.
	 */
	static List<List<Snippet>> together(List<Snippet> snippets) {
		List<List<Snippet>> groups = new ArrayList<>();
		for (Snippet snippet : snippets) {
			groups.stream()
				.filter((group) -> !Boolean.getBoolean("tests.all") && group.stream().allMatch(snippet::goesWith))
				.findFirst()
				.orElseGet(() -> {
					groups.add(new ArrayList<>());
					return groups.get(groups.size() - 1);
				})
				.add(snippet);
		}
		return groups;
	}

	private boolean goesWith(Snippet other) {
		return !isAlone() && !other.isAlone()
				&& this.properties.entrySet()
					.stream()
					.allMatch((own) -> other.properties.entrySet().stream().allMatch((entry) -> fits(own, entry)));
	}

	private boolean isAlone() {
		return this.documents > 1 || this.properties.entrySet()
			.stream()
			.anyMatch((property) -> CHANGES_OTHERS.matcher(property.toString()).matches());
	}

	// A name that begins with another one: a list and one of its elements, for instance.
	private static boolean fits(Map.Entry<String, String> one, Map.Entry<String, String> other) {
		return one.equals(other)
				|| (!one.getKey().startsWith(other.getKey()) && !other.getKey().startsWith(one.getKey()));
	}

	@Override
	public String toString() {
		return this.page.getFileName() + ": " + this.yaml.strip().replaceAll("\\s+", " ");
	}

}
