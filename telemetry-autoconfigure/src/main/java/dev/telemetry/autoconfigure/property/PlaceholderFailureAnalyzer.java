package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Explains a placeholder that cannot be resolved, in a property of telemetry that is read
 * without binding: Spring's message has the placeholder, but not the property.
 */
final class PlaceholderFailureAnalyzer extends AbstractFailureAnalyzer<PlaceholderResolutionException> {

	private final @Nullable Environment environment;

	PlaceholderFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PlaceholderResolutionException cause) {
		if (this.environment == null) {
			return null;
		}
		ConfigurationProperty property = new PropertyMistakes(this.environment).find(cause.getValues());
		if (property == null) {
			return null;
		}
		String name = property.getName().toString();
		return InvalidTelemetryPropertyFailureAnalyzer.analysis(name, SecretProperties.shown(property),
				new PropertyOrigins(this.environment).origin(name, property), PropertyRejections.resolvable(cause),
				cause);
	}

}
