package dev.telemetry.autoconfigure.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.WorkerControl;
import dev.telemetry.worker.WorkerEnvironment;

/**
 * The environment variables that tell a worker where to report and what to report. If the
 * worker uses this starter, most of them set properties of the starter.
 *
 * @param exporter the exporter of the worker
 * @param endpoint the endpoint to which the worker reports; blank for none
 * @param everything whether the worker reports all spans, because this process decides
 * which spans are kept
 * @param controlFile the file in which the worker finds changed settings, or {@code null}
 * @param notInherited the variables of this application that a worker does not inherit
 */
record WorkerVariables(String exporter, @Nullable String endpoint, boolean everything, @Nullable String controlFile,
		Set<String> notInherited) implements WorkerEnvironment {

	private static final String EXPORTER = "OTEL_EXPORTER";

	private static final String EXPORTER_PROPERTY = "TELEMETRY_OTEL_EXPORTER";

	private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

	private static final String ENDPOINT_PROPERTY = "TELEMETRY_OTEL_ENDPOINT";

	private static final String PROTOCOL_PROPERTY = "TELEMETRY_OTEL_PROTOCOL";

	/** Variables that override the exporter or make a worker write its control file. */
	static final Set<String> OF_LINES = Set.of(EXPORTER_PROPERTY, "TELEMETRY_WORKER_CONTROLFILE",
			"TELEMETRY_WORKER_CONTROL_FILE");

	/** The variables of {@link #OF_LINES} and those that override the endpoint. */
	static final Set<String> OF_ENDPOINT = Set.of(EXPORTER_PROPERTY, "TELEMETRY_WORKER_CONTROLFILE",
			"TELEMETRY_WORKER_CONTROL_FILE", ENDPOINT_PROPERTY, "OTEL_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
			PROTOCOL_PROPERTY);

	@Override
	public Map<String, String> variables(WorkerControl control, String pool) {
		Map<String, String> variables = new LinkedHashMap<>();
		variables.put(EXPORTER, this.exporter);
		if (!pool.equals(PoolRatios.ALL_POOLS)) {
			variables.put("WORKER_POOL", pool);
		}
		if (StringUtils.hasText(this.endpoint)) {
			variables.put(ENDPOINT, this.endpoint);
		}
		if (hasOwnEndpoint()) {
			variables.put(PROTOCOL_PROPERTY, "http");
		}
		if (this.everything) {
			variables.put("TELEMETRY_SAMPLING_PARENT", "ignore");
			variables.put("WORKER_SAMPLING_RATIO", Double.toString(control.ratios().current().ratio(pool)));
			// In Java a share would be one of the spans, and not of the traces.
			variables.put("TELEMETRY_SAMPLING_RATIO", "1.0");
			variables.put("TELEMETRY_SAMPLING_JOBRATIO", "1.0");
		}
		List<String> excluded = control.excluded();
		if (!excluded.isEmpty()) {
			variables.put("TELEMETRY_EVENTS_EXCLUDE", String.join(",", excluded));
		}
		if (this.controlFile != null) {
			variables.put("WORKER_CONTROL_FILE", this.controlFile);
		}
		return variables;
	}

	// A worker may have the configuration of this application, for example if it is in
	// the same jar.
	@Override
	public Map<String, String> repeated() {
		return (hasOwnEndpoint()) ? Map.of(EXPORTER_PROPERTY, EXPORTER, ENDPOINT_PROPERTY, ENDPOINT)
				: Map.of(EXPORTER_PROPERTY, EXPORTER);
	}

	private boolean hasOwnEndpoint() {
		return this.notInherited.contains(ENDPOINT_PROPERTY);
	}

}
