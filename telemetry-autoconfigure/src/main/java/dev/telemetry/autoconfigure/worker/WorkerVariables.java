package dev.telemetry.autoconfigure.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.WorkerControl;
import dev.telemetry.worker.WorkerEnvironment;

/**
 * Tells a worker by variables where to report, and what is wanted. With this starter in
 * the worker they are properties that it has anyway.
 *
 * @param exporter the exporter of the worker
 * @param endpoint where it reports to, or {@code null}
 * @param everything whether it reports all spans, because it is decided here which are
 * kept
 * @param controlFile where it may look what is wanted, or {@code null}
 * @param notInherited variables of properties that are those of this application only
 */
record WorkerVariables(String exporter, @Nullable String endpoint, boolean everything, @Nullable String controlFile,
		Set<String> notInherited) implements WorkerEnvironment {

	private static final String EXPORTER = "OTEL_EXPORTER";

	private static final String EXPORTER_PROPERTY = "TELEMETRY_OTEL_EXPORTER";

	/** Win over the exporter, or would make a worker write the file that it may read. */
	static final Set<String> OF_LINES = Set.of(EXPORTER_PROPERTY, "TELEMETRY_WORKER_CONTROLFILE",
			"TELEMETRY_WORKER_CONTROL_FILE");

	/** The same, and those that win over the endpoint. */
	static final Set<String> OF_ENDPOINT = Set.of(EXPORTER_PROPERTY, "TELEMETRY_WORKER_CONTROLFILE",
			"TELEMETRY_WORKER_CONTROL_FILE", "TELEMETRY_OTEL_ENDPOINT", "OTEL_ENDPOINT",
			"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "TELEMETRY_OTEL_PROTOCOL");

	@Override
	public Map<String, String> variables(WorkerControl control, String pool) {
		Map<String, String> variables = new LinkedHashMap<>();
		variables.put(EXPORTER, this.exporter);
		if (!pool.equals(PoolRatios.ALL_POOLS)) {
			variables.put("WORKER_POOL", pool);
		}
		if (this.endpoint != null) {
			variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", this.endpoint);
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

	// A worker may have the configuration of this application, as one in the same jar.
	@Override
	public Map<String, String> repeated() {
		return Map.of(EXPORTER_PROPERTY, EXPORTER);
	}

}
