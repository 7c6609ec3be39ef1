package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;

/**
 * Explains an {@link InvalidTelemetryPropertyException}: key, value, origin, and what is
 * allowed.
 */
final class InvalidTelemetryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTelemetryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTelemetryPropertyException cause) {
		return analysis(cause.getProperty(), cause.getValue(), cause.getOrigin(), cause.getAllowed(), cause);
	}

	static FailureAnalysis analysis(String property, @Nullable Object value, @Nullable Origin origin, String allowed,
			Throwable cause) {
		StringBuilder description = new StringBuilder().append("The property '").append(property).append('\'');
		if (value != null) {
			description.append(" has the value '").append(value).append('\'');
		}
		else {
			description.append(" is not set");
		}
		if (origin != null) {
			String from = origin.toString();
			// Some origins say "from" themselves.
			description.append((from.contains(" from ")) ? " (" : " (from ").append(from).append(')');
		}
		description.append(", but it must be ").append(allowed).append('.');
		String action = ((value != null) ? "Correct '" + property + "', or remove it to use the default. "
				: "Set '" + property + "'. ") + "To start without telemetry, set " + PropertyNames.ENABLED + "=false.";
		return new FailureAnalysis(description.toString(), action, cause);
	}

}
