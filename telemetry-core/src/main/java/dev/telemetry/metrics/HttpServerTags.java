package dev.telemetry.metrics;

import java.util.Map;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.MeterNames;

/**
 * The tags of one timer of requests, with exactly the values of Spring's
 * {@code DefaultServerRequestObservationConvention}, so that existing dashboards go on
 * working.
 */
record HttpServerTags(@Nullable Class<?> error, String method, int status, String uri, Map<String, String> labels) {

	private static final String NONE = "none";

	static HttpServerTags of(RequestOutcome outcome) {
		Throwable error = outcome.error();
		return new HttpServerTags((error != null) ? error.getClass() : null, outcome.method(), outcome.status(),
				outcome.pattern(), outcome.labels());
	}

	/**
	 * Returns whether these are the tags of a request without labels. Called for each
	 * request, and creates no tags.
	 */
	boolean fit(RequestOutcome outcome) {
		Throwable error = outcome.error();
		return this.status == outcome.status() && this.error == ((error != null) ? error.getClass() : null)
				&& this.method.equals(outcome.method()) && this.uri.equals(outcome.pattern());
	}

	// Labels of the application do not replace the standard ones.
	Tags toTags() {
		return labelTags().and(MeterNames.TAG_ERROR, errorName(), MeterNames.TAG_EXCEPTION, exceptionName(),
				MeterNames.TAG_METHOD, methodName(), MeterNames.TAG_OUTCOME, outcome(), MeterNames.TAG_STATUS,
				Integer.toString(this.status), MeterNames.TAG_URI, (this.uri.isEmpty()) ? "root" : this.uri);
	}

	private Tags labelTags() {
		Tags tags = Tags.empty();
		for (Map.Entry<String, String> label : this.labels.entrySet()) {
			tags = tags.and(label.getKey(), label.getValue());
		}
		return tags;
	}

	private String errorName() {
		return (this.error != null) ? this.error.getSimpleName() : NONE;
	}

	private String exceptionName() {
		if (this.error == null) {
			return NONE;
		}
		String simpleName = this.error.getSimpleName();
		return (simpleName.isBlank()) ? this.error.getName() : simpleName;
	}

	private String methodName() {
		return (this.method.equals(RequestOutcome.OTHER_METHOD)) ? "UNKNOWN" : this.method;
	}

	/**
	 * Returns the value of the tag for the outcome. Every 2xx status is a success; of the
	 * other statuses, only standard ones belong to a group.
	 */
	private String outcome() {
		if (this.status >= 200 && this.status < 300) {
			return "SUCCESS";
		}
		if (!StandardStatus.contains(this.status)) {
			return "UNKNOWN";
		}
		return switch (this.status / 100) {
			case 1 -> "INFORMATIONAL";
			case 3 -> "REDIRECTION";
			case 4 -> "CLIENT_ERROR";
			default -> "SERVER_ERROR";
		};
	}

}
