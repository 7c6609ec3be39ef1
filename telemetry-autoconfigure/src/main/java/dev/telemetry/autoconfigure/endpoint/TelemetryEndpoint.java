package dev.telemetry.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows what telemetry does: what is on, what is lost and
 * why, what is sampled, and what was changed at run time. Reading is all that it allows
 * unless its access says otherwise.
 */
@Endpoint(id = "telemetry", defaultAccess = Access.READ_ONLY)
final class TelemetryEndpoint {

	private final List<TelemetrySection> sections;

	TelemetryEndpoint(List<TelemetrySection> sections) {
		this.sections = List.copyOf(sections);
	}

	/**
	 * Shows everything.
	 */
	@ReadOperation
	Map<String, Object> read() {
		Map<String, Object> all = new LinkedHashMap<>();
		this.sections.forEach((section) -> all.put(section.name(), section.read()));
		return all;
	}

	/**
	 * Shows one part.
	 * @return that part, or {@code null} if there is none of that name
	 */
	@ReadOperation
	@Nullable Object section(@Selector String section) {
		return this.sections.stream()
			.filter((candidate) -> candidate.name().equals(section))
			.findFirst()
			.map(TelemetrySection::read)
			.orElse(null);
	}

}
