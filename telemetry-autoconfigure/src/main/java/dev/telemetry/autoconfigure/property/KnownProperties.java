package dev.telemetry.autoconfigure.property;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The properties of telemetry, as the metadata in its own jar has them. Immutable.
 */
final class KnownProperties {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern PROPERTY = Pattern
		.compile("\"name\": \"(telemetry\\.[a-z.-]+)\",\\s*\"type\": \"([^\"]+)\"");

	private static final String PATHS = "telemetry.http.paths[";

	// Types by name.
	private final Map<String, String> types;

	private KnownProperties(Map<String, String> types) {
		this.types = types;
	}

	/**
	 * Reads the metadata.
	 * @return the properties; none where there is no metadata
	 */
	static KnownProperties load() {
		String ownClass = KnownProperties.class.getName().replace('.', '/') + ".class";
		URL url = KnownProperties.class.getClassLoader().getResource(ownClass);
		Map<String, String> types = new TreeMap<>();
		if (url != null) {
			// From the jar of this class: others have metadata of the same name.
			String metadata = read(url.toString().replace(ownClass, METADATA));
			int begin = metadata.indexOf("\"properties\"");
			PROPERTY.matcher(metadata.substring(Math.max(begin, 0)))
				.results()
				.forEach((result) -> types.put(result.group(1), result.group(2)));
		}
		return new KnownProperties(types);
	}

	@SuppressWarnings("deprecation")
	private static String read(String url) {
		try (InputStream input = new URL(url).openStream()) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Whether a name is that of a property, or of an entry or an element of one.
	 * @param name name in canonical form
	 */
	boolean isKnown(String name) {
		String uniform = uniform(name);
		return this.types.isEmpty() || this.types.keySet().stream().map(KnownProperties::uniform).anyMatch((known) -> {
			char after = (uniform.length() > known.length()) ? uniform.charAt(known.length()) : '.';
			return uniform.startsWith(known) && (after == '.' || after == '[');
		});
	}

	/**
	 * Whether a name may be meant by an environment variable, which has no hyphens.
	 * @param name name in canonical form, made of the variable
	 */
	boolean isKnownVariable(String name) {
		String letters = uniform(name).replace(".", "");
		return this.types.keySet().stream().anyMatch((known) -> letters.startsWith(uniform(known).replace(".", "")));
	}

	private static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replace("-", "");
	}

	/**
	 * Whether a property is a duration, or a list of durations.
	 * @param name name in canonical form, of a property or an element
	 */
	boolean isDuration(String name) {
		if (name.startsWith(PATHS)) {
			return name.endsWith(".slow-threshold");
		}
		return this.types.getOrDefault(withoutElement(name), "").contains("Duration");
	}

	/**
	 * Finds the property that was probably meant.
	 * @param mistaken a name that is not known
	 * @return a name like it, or {@code null}
	 */
	@Nullable String nearest(String mistaken) {
		String name = withoutElement(mistaken);
		String nearest = null;
		int least = Math.max(2, name.length() / 5) + 1;
		for (String known : this.types.keySet()) {
			// The right name in the wrong group is near, too.
			int distance = (known.endsWith(name.substring(name.lastIndexOf('.')))) ? 1 : distance(name, known);
			if (distance < least) {
				least = distance;
				nearest = known;
			}
		}
		return nearest;
	}

	private static String withoutElement(String name) {
		int element = name.indexOf('[');
		return (element > 0) ? name.substring(0, element) : name;
	}

	// The number of letters to change, to add or to leave out.
	private static int distance(String from, String to) {
		int[] previous = new int[to.length() + 1];
		for (int j = 0; j < previous.length; j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int[] current = new int[to.length() + 1];
			current[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int changed = previous[j - 1] + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
