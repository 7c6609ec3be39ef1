package dev.telemetry.autoconfigure.property;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.unit.DataSize;

/**
 * Explains a value of a {@code telemetry} property that cannot be converted. Comes before
 * Spring Boot's own analyzer, which does not describe the allowed values and would print
 * secrets.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TelemetryBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("telemetry");

	private static final String NO_GAPS = "an element of a list whose numbers begin at 0 and have no gap";

	private final @Nullable Environment environment;

	TelemetryBindFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		ConfigurationProperty property = (unbound != null) ? unbound.getUnboundProperties().iterator().next()
				: property(cause);
		if (property == null || !ROOT.isAncestorOf(property.getName())) {
			return null;
		}
		return InvalidTelemetryPropertyFailureAnalyzer.analysis(property.getName().toString(),
				SecretProperties.shown(property), origin(property),
				(unbound != null) ? bindable(property) : allowed(property, cause), cause);
	}

	// A text where there should be an object is not in the exception.
	private @Nullable ConfigurationProperty property(BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		return (property == null && this.environment != null)
				? new EnvironmentProperties(this.environment).find(cause.getName().toString()) : property;
	}

	// An element of which all properties are mistyped counts as missing.
	private static String bindable(ConfigurationProperty property) {
		KnownProperties known = KnownProperties.load();
		String name = property.getName().toString();
		String nearest = (known.find(name, false) != null) ? null : known.nearest(name);
		return (nearest != null) ? "a property that exists, such as " + nearest : NO_GAPS;
	}

	private @Nullable Origin origin(ConfigurationProperty property) {
		return (this.environment != null)
				? new PropertyOrigins(this.environment).origin(property.getName().toString(), property)
				: property.getOrigin();
	}

	private String allowed(ConfigurationProperty property, BindException cause) {
		PlaceholderResolutionException placeholder = findCause(cause, PlaceholderResolutionException.class);
		if (placeholder != null) {
			return PropertyRejections.resolvable(placeholder);
		}
		ConversionFailedException conversion = findCause(cause, ConversionFailedException.class);
		Class<?> type = (conversion != null) ? conversion.getTargetType().getType() : Map.class;
		String name = property.getName().toString();
		String list = (name.endsWith("]")) ? name.substring(0, name.lastIndexOf('[')) : name;
		KnownProperty known = KnownProperties.load().find(list, false);
		if (known != null && known.structured()) {
			return "a list of elements that have properties, such as " + list + "[0].path";
		}
		return (name.endsWith("ratio") && type != Map.class) ? PropertyRejections.SHARE : allowed(type, name);
	}

	private static String allowed(Class<?> type, String name) {
		if (type.isEnum()) {
			// Names of spans have dots.
			char separator = (name.endsWith(".span-name")) ? '.' : '-';
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', separator))
				.collect(Collectors.joining(", "));
		}
		if (type == Boolean.class || type == boolean.class) {
			return "true or false";
		}
		if (type == Duration.class) {
			return "a duration such as 500ms, 2s or 1m";
		}
		if (type == DataSize.class) {
			return "a size such as 512KB or 3MB";
		}
		if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
			return "a number";
		}
		return "a map, with one property for each entry";
	}

}
