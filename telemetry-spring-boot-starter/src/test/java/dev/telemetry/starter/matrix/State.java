package dev.telemetry.starter.matrix;

import java.util.List;
import java.util.stream.Stream;

import dev.telemetry.starter.process.Extent;

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

	/** Those that differ most. */
	static final List<State> FAR_APART = List.of(OFF, HYBRID);

	private final String label;

	private final boolean exports;

	private final List<String> properties;

	State(String label, boolean exports, String... properties) {
		this.label = label;
		this.exports = exports;
		this.properties = List.of(properties);
	}

	/**
	 * The states that are tried in this build.
	 */
	static List<State> tried() {
		return (Extent.isAll()) ? List.of(values()) : FAR_APART;
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
