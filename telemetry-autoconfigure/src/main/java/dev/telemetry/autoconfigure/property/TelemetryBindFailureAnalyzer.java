package dev.telemetry.autoconfigure.property;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Explains a value of a {@code telemetry} property that cannot be converted. Comes before
 * Spring Boot's own analyzer, which does not say what is allowed and would print secrets.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TelemetryBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("telemetry");

	private static final List<ConfigurationPropertyName> SECRETS = Stream
		.of(PropertyNames.HEADERS, PropertyNames.REPORT_UPLOAD_HEADERS, PropertyNames.VIEWER_PEER_HEADERS)
		.map(ConfigurationPropertyName::of)
		.toList();

	private final @Nullable Environment environment;

	TelemetryBindFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !ROOT.isAncestorOf(property.getName())) {
			return null;
		}
		ConversionFailedException conversion = findCause(cause, ConversionFailedException.class);
		Class<?> type = (conversion != null) ? conversion.getTargetType().getType() : Map.class;
		return InvalidTelemetryPropertyFailureAnalyzer.analysis(property.getName().toString(), shown(property),
				origin(property), allowed(property, type), cause);
	}

	private @Nullable Origin origin(ConfigurationProperty property) {
		return (this.environment != null)
				? new PropertyOrigins(this.environment).origin(property.getName().toString(), property)
				: property.getOrigin();
	}

	private static @Nullable Object shown(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		boolean secret = SECRETS.stream().anyMatch((secrets) -> secrets.equals(name) || secrets.isAncestorOf(name));
		return (secret) ? UrlSecrets.HIDDEN : property.getValue();
	}

	private static String allowed(ConfigurationProperty property, Class<?> type) {
		return (property.getName().toString().endsWith("ratio")) ? PropertyRejections.SHARE : allowed(type);
	}

	private static String allowed(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
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
