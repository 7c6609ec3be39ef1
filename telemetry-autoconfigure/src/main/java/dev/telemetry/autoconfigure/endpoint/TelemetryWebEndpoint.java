package dev.telemetry.autoconfigure.endpoint;

import java.security.Principal;
import java.util.LinkedHashMap;
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
 * The answer to an invalid request describes the problem, and nothing is changed then.
 */
@EndpointWebExtension(endpoint = TelemetryEndpoint.class)
final class TelemetryWebEndpoint {

	private static final int MAX_NAME = 100;

	private final Changes changes;

	TelemetryWebEndpoint(Changes changes) {
		this.changes = changes;
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
		try {
			return new WebEndpointResponse<>(this.changes.change(setting, value, expiry, who(security)));
		}
		catch (RefusedChange ex) {
			return refused(ex);
		}
	}

	private static WebEndpointResponse<Map<String, Object>> refused(RefusedChange refused) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("error", refused.error());
		answer.put("allowed", refused.allowed());
		return new WebEndpointResponse<>(answer, WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	/**
	 * Removes all changes.
	 */
	@DeleteOperation
	WebEndpointResponse<Map<String, Object>> reset(SecurityContext security) {
		return new WebEndpointResponse<>(this.changes.resetAll(who(security)));
	}

	/**
	 * Removes the change of one setting.
	 * @param setting name of the property without {@code telemetry.} before it
	 */
	@DeleteOperation
	WebEndpointResponse<Map<String, Object>> resetOne(@Selector String setting, SecurityContext security) {
		try {
			return new WebEndpointResponse<>(this.changes.reset(setting, who(security)));
		}
		catch (RefusedChange ex) {
			return refused(ex);
		}
	}

	// The name is written to the log, and users may have chosen their own names.
	private static String who(SecurityContext security) {
		Principal principal = security.getPrincipal();
		String name = (principal != null) ? principal.getName() : null;
		if (name == null || name.isBlank()) {
			return "anonymous";
		}
		return PlainText.of(name.substring(0, Math.min(name.length(), MAX_NAME)));
	}

}
