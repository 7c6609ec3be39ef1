package dev.telemetry.autoconfigure.endpoint;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that changes telemetry at run time.
 * What is wrong with a request is said in the answer, and then nothing is changed.
 */
@EndpointWebExtension(endpoint = TelemetryEndpoint.class)
final class TelemetryWebEndpoint {

	private static final Duration DEFAULT_EXPIRY = Duration.ofHours(1);

	private static final Duration LONGEST_EXPIRY = Duration.ofDays(30);

	private static final String NEVER = "never";

	private static final String ALLOWED_EXPIRY = "a duration above zero and up to 30d, such as 15m; or never, which is "
			+ "until the next restart";

	private static final int MAX_NAME = 100;

	private final Overrides overrides;

	TelemetryWebEndpoint(Overrides overrides) {
		this.overrides = overrides;
	}

	/**
	 * Changes a setting.
	 * @param setting name of the property without {@code telemetry.} before it
	 * @param value the new value
	 * @param expiry for how long [1h]
	 */
	@WriteOperation
	WebEndpointResponse<Map<String, Object>> change(@Selector String setting, @Nullable String value,
			@Nullable String expiry, SecurityContext security) {
		TelemetrySetting found = this.overrides.find(setting);
		if (found == null) {
			return refused("There is no such setting", this.overrides.names());
		}
		if (value == null) {
			return refused("'value' is missing", found.allowed());
		}
		Duration duration;
		try {
			duration = duration(expiry);
		}
		catch (IllegalArgumentException ex) {
			return refused("'expiry' makes no sense", ALLOWED_EXPIRY);
		}
		try {
			ActiveOverride override = this.overrides.change(found, value, duration, who(security));
			return new WebEndpointResponse<>(
					Map.of("changed", List.of(override), "overrides", this.overrides.active()));
		}
		catch (IllegalArgumentException ex) {
			return refused("'value' makes no sense", found.allowed());
		}
	}

	private static WebEndpointResponse<Map<String, Object>> refused(String error, Object allowed) {
		return new WebEndpointResponse<>(Map.of("error", error, "allowed", allowed),
				WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private static @Nullable Duration duration(@Nullable String expiry) {
		if (expiry == null) {
			return DEFAULT_EXPIRY;
		}
		if (expiry.strip().equals(NEVER)) {
			return null;
		}
		Duration duration = Durations.parse(expiry);
		if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST_EXPIRY) > 0) {
			throw new IllegalArgumentException("Out of range");
		}
		return duration;
	}

	/**
	 * Takes all changes back.
	 */
	@DeleteOperation
	WebEndpointResponse<Map<String, Object>> reset(SecurityContext security) {
		return reset(null, security);
	}

	/**
	 * Takes the change of one setting back.
	 * @param setting name of the property without {@code telemetry.} before it
	 */
	@DeleteOperation
	WebEndpointResponse<Map<String, Object>> resetOne(@Selector String setting, SecurityContext security) {
		return (this.overrides.find(setting) != null) ? reset(setting, security)
				: refused("There is no such setting", this.overrides.names());
	}

	private WebEndpointResponse<Map<String, Object>> reset(@Nullable String setting, SecurityContext security) {
		return new WebEndpointResponse<>(
				Map.of("changed", this.overrides.reset(setting, who(security)), "overrides", this.overrides.active()));
	}

	// A name is written to the log, and some are chosen by who registers.
	private static String who(SecurityContext security) {
		Principal principal = security.getPrincipal();
		String name = (principal != null) ? principal.getName() : null;
		if (name == null || name.isBlank()) {
			return "anonymous";
		}
		return name.substring(0, Math.min(name.length(), MAX_NAME)).replaceAll("\\p{Cntrl}", "?");
	}

}
