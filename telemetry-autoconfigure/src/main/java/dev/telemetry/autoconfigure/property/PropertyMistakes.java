package dev.telemetry.autoconfigure.property;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.unit.DataSize;

/**
 * Finds mistakes in properties of telemetry that binding does not find: names that no
 * property has, and durations and sizes without a unit.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PropertyMistakes {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("telemetry");

	private static final Pattern FLAG = Pattern.compile("true|false");

	private static final Pattern NUMBERS = Pattern.compile("[+-]?\\d+(\\s*,\\s*[+-]?\\d+)*");

	private static final Pattern ZERO = Pattern.compile("0+");

	// So few bytes are never meant: the unit is missing.
	private static final Pattern FEW_BYTES = Pattern.compile("\\d{1,3}");

	private final Environment environment;

	private @Nullable KnownProperties known;

	private @Nullable List<ConfigurationProperty> properties;

	/**
	 * Creates an instance.
	 * @param environment the environment
	 */
	public PropertyMistakes(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Finds a property that is set although the switch is not. Variables of the process
	 * count only if they match a property: others may begin with the same word.
	 * @return name of the property, or {@code null} if there is none
	 */
	public @Nullable String anySet() {
		for (ConfigurationProperty property : properties()) {
			String name = property.getName().toString();
			boolean variable = isVariable(property);
			if (!isSwitch(name) && (!variable || known().find(name, true) != null || known().isMisspelled(name))) {
				return name;
			}
		}
		return null;
	}

	private static boolean isSwitch(String name) {
		return name.equals(PropertyNames.ENABLED);
	}

	/**
	 * Rejects durations without a unit, which Spring Boot would take for milliseconds,
	 * and sizes of less than a kilobyte.
	 * @throws InvalidTelemetryPropertyException if there is one, or a placeholder that
	 * refers to itself
	 */
	public void rejectNumbersWithoutUnit() {
		for (ConfigurationProperty property : properties()) {
			String name = property.getName().toString();
			String value = resolved(property).strip();
			KnownProperty known = (NUMBERS.matcher(value).matches() && !ZERO.matcher(value).matches())
					? known().find(name, isVariable(property)) : null;
			if (known != null && known.holds(Duration.class)) {
				throw reject(name, known,
						"a duration with its unit, such as 500ms, 2s or 1m, and up to " + longest(known));
			}
			if (known != null && known.holds(DataSize.class) && FEW_BYTES.matcher(value).matches()) {
				throw reject(name, known, "a size with its unit, such as 512KB or 3MB");
			}
		}
	}

	private String resolved(ConfigurationProperty property) {
		try {
			return this.environment.resolvePlaceholders(String.valueOf(property.getValue()));
		}
		catch (PlaceholderResolutionException ex) {
			throw new PropertyRejections(this.environment).rejectSecret(property.getName().toString(),
					SecretProperties.shown(property), PropertyRejections.resolvable(ex));
		}
	}

	private static String longest(KnownProperty known) {
		return (known.name().equals(PropertyNames.SHUTDOWN_TIMEOUT)) ? "10s"
				: PropertyRejections.LONGEST.toDays() + "d";
	}

	// Uses the name in the documentation.
	private InvalidTelemetryPropertyException reject(String name, KnownProperty known, String allowed) {
		return new PropertyRejections(this.environment).reject((name.contains("[")) ? name : known.name(), allowed);
	}

	/**
	 * Finds unknown properties under {@code telemetry}.
	 * @return a sentence for each, with the property that was probably meant
	 */
	public List<String> unknown() {
		List<String> sentences = new ArrayList<>();
		for (ConfigurationProperty property : properties()) {
			String name = property.getName().toString();
			boolean variable = isVariable(property);
			if (known().isEmpty() || known().has(name) || known().find(name, variable) != null) {
				continue;
			}
			String nearest = nearest(property);
			if (nearest != null || !variable) {
				sentences
					.add("The property '" + name + "' (" + property.getOrigin() + ") is not known and has no effect."
							+ ((nearest != null) ? " Did you mean '" + nearest + "'?" : ""));
			}
		}
		return sentences;
	}

	// Where a flag is set for a group, its switch is meant.
	private @Nullable String nearest(ConfigurationProperty property) {
		String name = property.getName().toString();
		String ofGroup = name + ".enabled";
		boolean flag = FLAG.matcher(String.valueOf(property.getValue())).matches();
		return (flag && known().has(ofGroup)) ? ofGroup : known().nearest(name);
	}

	/**
	 * Finds the property whose value has a placeholder that cannot be resolved.
	 * @param values values that contain the placeholder, each through the value after it
	 * @return the property, or {@code null} if it is not one of telemetry
	 */
	@Nullable ConfigurationProperty find(List<String> values) {
		for (ConfigurationProperty property : properties()) {
			if (values.contains(String.valueOf(property.getValue()))) {
				return property;
			}
		}
		return null;
	}

	private static boolean isVariable(ConfigurationProperty property) {
		ConfigurationPropertySource source = property.getSource();
		return source != null && source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	private KnownProperties known() {
		KnownProperties loaded = this.known;
		if (loaded == null) {
			loaded = KnownProperties.load();
			this.known = loaded;
		}
		return loaded;
	}

	private List<ConfigurationProperty> properties() {
		List<ConfigurationProperty> found = this.properties;
		if (found == null) {
			found = find();
			this.properties = found;
		}
		return found;
	}

	// Returns the effective properties: the first of each name.
	private List<ConfigurationProperty> find() {
		List<ConfigurationProperty> properties = new ArrayList<>();
		Set<ConfigurationPropertyName> seen = new HashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					ConfigurationProperty property = ((ROOT.isAncestorOf(name) || ROOT.equals(name)) && seen.add(name))
							? source.getConfigurationProperty(name) : null;
					if (property != null && !isEmptyRoot(property)) {
						properties.add(property);
					}
				}
			}
		}
		return properties;
	}

	// A group without properties has an empty value. A variable that has only the name of
	// the root may be meant for anything.
	private static boolean isEmptyRoot(ConfigurationProperty property) {
		return ROOT.equals(property.getName())
				&& (isVariable(property) || String.valueOf(property.getValue()).isBlank());
	}

}
