package dev.telemetry.starter.matrix;

import java.util.List;
import java.util.stream.Stream;

/**
 * States of the switch, in the order in which they are tried: Spring Boot never takes
 * back that it expects ids in log lines, once it has said so in a process.
 */
enum State {

	OFF("off", false),

	PROM("prom", false, "telemetry.enabled=true", "telemetry.backend=prom"),

	OTEL("otel", true, "telemetry.enabled=true", "telemetry.backend=otel"),

	HYBRID("hybrid", true, "telemetry.enabled=true"),

	NONE("hybrid, exporter none", false, "telemetry.enabled=true", "telemetry.otel.exporter=none");

	private final String label;

	private final boolean exports;

	private final List<String> properties;

	State(String label, boolean exports, String... properties) {
		this.label = label;
		this.exports = exports;
		this.properties = List.of(properties);
	}

	String label() {
		return this.label;
	}

	boolean exports() {
		return this.exports;
	}

	boolean makesTraces() {
		return this.ordinal() >= OTEL.ordinal();
	}

	List<String> properties(String tracesEndpoint) {
		return Stream
			.of(this.properties, (makesTraces()) ? List.of("telemetry.sampling.ratio=1.0") : List.<String>of(),
					(this.exports) ? List.of("telemetry.otel.endpoint=" + tracesEndpoint) : List.<String>of())
			.flatMap(List::stream)
			.toList();
	}

}
