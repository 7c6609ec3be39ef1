package dev.telemetry.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows and changes telemetry: what is on, what is lost
 * and why, what is sampled, and what was changed at run time. It is read-only unless its
 * access is configured otherwise.
 */
@Endpoint(id = "telemetry", defaultAccess = Access.READ_ONLY)
final class TelemetryEndpoint {

	/** Author of a change for which no user is known. */
	private static final String JMX = "JMX";

	private final List<TelemetrySection> sections;

	private final Changes changes;

	TelemetryEndpoint(List<TelemetrySection> sections, Changes changes) {
		this.sections = List.copyOf(sections);
		this.changes = changes;
	}

	/**
	 * Shows all sections.
	 */
	@ReadOperation
	Map<String, Object> read() {
		Map<String, Object> all = new LinkedHashMap<>();
		this.sections.forEach((section) -> all.put(section.name(), section.read()));
		return all;
	}

	/**
	 * Shows one section.
	 * @return the section, or {@code null} if there is none of that name
	 */
	@ReadOperation
	@Nullable Object section(@Selector String section) {
		return this.sections.stream()
			.filter((candidate) -> candidate.name().equals(section))
			.findFirst()
			.map(TelemetrySection::read)
			.orElse(null);
	}

	/**
	 * Changes a setting. Over HTTP, {@link TelemetryWebEndpoint} is called instead.
	 * @param setting name of the property without {@code telemetry.} before it
	 * @param value the new value
	 * @param expiry for how long [1h]
	 * @return the change, and all changes in force
	 */
	@WriteOperation
	Map<String, Object> change(@Selector String setting, @Nullable String value, @Nullable String expiry) {
		try {
			return this.changes.change(setting, value, expiry, JMX);
		}
		catch (RefusedChange ex) {
			throw invalid(ex);
		}
	}

	private static InvalidEndpointRequestException invalid(RefusedChange refused) {
		String message = String.valueOf(refused.getMessage());
		return new InvalidEndpointRequestException(message, message);
	}

	/**
	 * Removes all changes. Over HTTP, {@link TelemetryWebEndpoint} is called instead.
	 * @return the removed changes, and all changes in force
	 */
	@DeleteOperation
	Map<String, Object> reset() {
		return this.changes.resetAll(JMX);
	}

	/**
	 * Removes the change of one setting. Over HTTP, {@link TelemetryWebEndpoint} is
	 * called instead.
	 * @param setting name of the property without {@code telemetry.} before it
	 * @return what was changed, and all that is
	 */
	@DeleteOperation
	Map<String, Object> resetOne(@Selector String setting) {
		try {
			return this.changes.reset(setting, JMX);
		}
		catch (RefusedChange ex) {
			throw invalid(ex);
		}
	}

}
