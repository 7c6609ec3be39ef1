package dev.telemetry.autoconfigure.property;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The properties of telemetry from the metadata in its own jar, and those of the elements
 * of lists. Not thread safe.
 */
final class KnownProperties {

	/** Path of the metadata in a jar. */
	static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern PROPERTY = Pattern
		.compile("\"name\": \"(telemetry\\.[a-z.-]+)\",\\s*\"type\": \"([^\"]+)\"");

	private static final Pattern ELEMENT_TYPE = Pattern.compile("java\\.util\\.List<(dev\\.telemetry\\.[^>]+)>");

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

	private static final String ANY_INDEX = "[]";

	private final String metadata;

	// Ordered, so that of two equally near names the same one is found each time.
	private @Nullable Map<String, KnownProperty> byName;

	private KnownProperties(String metadata) {
		this.metadata = metadata;
	}

	/**
	 * Reads the metadata.
	 * @return the properties, empty if there is no metadata
	 */
	static KnownProperties load() {
		return load(KnownProperties.class.getClassLoader());
	}

	static KnownProperties load(ClassLoader classLoader) {
		String metadata = metadata(classLoader);
		// The part before contains groups, which have names and types as well.
		return new KnownProperties(metadata.substring(Math.max(metadata.indexOf("\"properties\""), 0)));
	}

	private Map<String, KnownProperty> byName() {
		Map<String, KnownProperty> known = this.byName;
		if (known == null) {
			known = new TreeMap<>();
			Matcher property = PROPERTY.matcher(this.metadata);
			while (property.find()) {
				add(known, property.group(1), property.group(2));
			}
			this.byName = known;
		}
		return known;
	}

	// Read from the jar of this class, because other jars have metadata at the same path.
	private static String metadata(ClassLoader classLoader) {
		String ownClass = KnownProperties.class.getName().replace('.', '/') + ".class";
		URL url = classLoader.getResource(ownClass);
		String metadata = (url != null) ? read(url.toString().replace(ownClass, METADATA)) : "";
		return (isOurs(metadata)) ? metadata : anyMetadata(classLoader);
	}

	// In a merged jar, the metadata may be that of another library.
	private static boolean isOurs(String metadata) {
		return metadata.contains('"' + PropertyNames.ENABLED + '"');
	}

	@SuppressWarnings("deprecation")
	private static String read(String url) {
		try {
			return read(new URL(url));
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static String read(URL url) throws IOException {
		try (InputStream input = url.openStream()) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	// A native image has neither class files nor jars.
	private static String anyMetadata(ClassLoader classLoader) {
		try {
			for (URL url : Collections.list(classLoader.getResources(METADATA))) {
				String metadata = read(url);
				if (isOurs(metadata)) {
					return metadata;
				}
			}
		}
		catch (IOException ex) {
			// Properties are not checked then.
		}
		return "";
	}

	/**
	 * Returns the types of the elements of lists, whose fields are properties as well.
	 * @return types of this project
	 */
	static List<Class<?>> elementTypes() {
		List<Class<?>> types = new ArrayList<>();
		Matcher property = PROPERTY.matcher(load().metadata);
		while (property.find()) {
			Class<?> type = elementType(property.group(2));
			if (type != null) {
				types.add(type);
			}
		}
		return types;
	}

	private static void add(Map<String, KnownProperty> known, String name, String type) {
		Field[] fields = fieldsOfElement(type);
		known.put(name, new KnownProperty(name, type, fields.length > 0));
		for (Field field : fields) {
			String nested = name + ANY_INDEX + "." + KnownProperty.hyphenated(field.getName());
			known.put(nested, new KnownProperty(nested, field.getGenericType().getTypeName(), false));
		}
	}

	// The metadata does not describe elements.
	private static Field[] fieldsOfElement(String listType) {
		Class<?> type = elementType(listType);
		return (type != null) ? type.getDeclaredFields() : new Field[0];
	}

	private static @Nullable Class<?> elementType(String listType) {
		Matcher element = ELEMENT_TYPE.matcher(listType);
		if (element.matches()) {
			try {
				Class<?> type = Class.forName(element.group(1), false, KnownProperties.class.getClassLoader());
				return (type.isEnum()) ? null : type;
			}
			catch (ClassNotFoundException | LinkageError ex) {
				return null;
			}
		}
		return null;
	}

	/**
	 * Returns whether there is no metadata, so that properties cannot be checked.
	 */
	boolean isEmpty() {
		return this.metadata.isEmpty();
	}

	/**
	 * Returns whether a property has exactly this name. Takes much less time than
	 * {@link #find}, because the rest of the metadata is not parsed.
	 * @param name name in canonical form
	 */
	boolean has(String name) {
		return this.metadata.contains("\"name\": \"" + name + "\"");
	}

	/**
	 * Finds the property that has a name, or an entry or an element of that name.
	 * @param name name in canonical form
	 * @param variable whether it is that of an environment variable, which has no hyphens
	 * @return the property, or {@code null}
	 */
	@Nullable KnownProperty find(String name, boolean variable) {
		String generic = generic(name);
		for (KnownProperty known : byName().values()) {
			if (known.isNamed(generic, variable)) {
				return known;
			}
		}
		return null;
	}

	/**
	 * Finds the name that was probably meant.
	 * @param mistaken a name that is not known
	 * @return a name like it; {@code null} if there is none, or if it is that of a group,
	 * of which any property may be meant
	 */
	@Nullable String nearest(String mistaken) {
		String name = generic(mistaken);
		if (isGroup(name)) {
			return null;
		}
		String lastWord = name.substring(name.lastIndexOf('.'));
		String nearest = null;
		int least = Integer.MAX_VALUE;
		for (String known : byName().keySet()) {
			int distance = distance(name, known);
			// The right last word in the wrong group is near, too.
			boolean near = known.endsWith(lastWord) || distance <= Math.max(2, name.length() / 5);
			// Of two equally near names, that of the export of traces is probably meant.
			if (near && (distance < least || (distance == least && known.startsWith(PropertyNames.OTEL)))) {
				least = distance;
				nearest = known;
			}
		}
		return (nearest != null) ? withIndex(nearest, mistaken) : null;
	}

	/**
	 * Returns whether a name differs from that of a property in at most two letters.
	 * @param mistaken a name that is not known
	 */
	boolean isMisspelled(String mistaken) {
		String name = generic(mistaken);
		return byName().keySet().stream().anyMatch((known) -> distance(name, known) <= 2);
	}

	private boolean isGroup(String name) {
		return byName().keySet().stream().anyMatch((known) -> known.startsWith(name + "."));
	}

	private static String generic(String name) {
		return INDEX.matcher(name).replaceAll(ANY_INDEX);
	}

	private static String withIndex(String name, String mistaken) {
		Matcher index = INDEX.matcher(mistaken);
		return (index.find()) ? name.replace(ANY_INDEX, index.group()) : name.replace(ANY_INDEX, "[0]");
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
