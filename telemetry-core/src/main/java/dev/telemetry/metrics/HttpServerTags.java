package dev.telemetry.metrics;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.MeterNames;

/**
 * The tags of one timer of requests, with exactly the values of Spring's
 * {@code DefaultServerRequestObservationConvention}, so that existing dashboards go on
 * working.
 */
record HttpServerTags(@Nullable Class<?> error, String method, int status, String uri) {

	private static final String NONE = "none";

	static HttpServerTags of(RequestOutcome outcome) {
		Throwable error = outcome.error();
		return new HttpServerTags((error != null) ? error.getClass() : null, outcome.method(), outcome.status(),
				outcome.pattern());
	}

	// Asked for with each request; those of a record go through method handles.
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HttpServerTags tags && this.status == tags.status && this.error == tags.error
				&& this.method.equals(tags.method) && this.uri.equals(tags.uri);
	}

	@Override
	public int hashCode() {
		int hash = 31 * this.uri.hashCode() + this.method.hashCode();
		return 31 * (31 * hash + this.status) + ((this.error != null) ? this.error.hashCode() : 0);
	}

	Tags toTags() {
		return Tags.of(MeterNames.TAG_ERROR, errorName(), MeterNames.TAG_EXCEPTION, exceptionName(),
				MeterNames.TAG_METHOD, methodName(), MeterNames.TAG_OUTCOME, outcome(), MeterNames.TAG_STATUS,
				Integer.toString(this.status), MeterNames.TAG_URI, (this.uri.isEmpty()) ? "root" : this.uri);
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
	 * Every 2xx is a success; of the others only the standard ones belong to a group.
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
