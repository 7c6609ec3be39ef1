package dev.telemetry.autoconfigure.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 */
record WorkerVariables(String exporter, @Nullable String endpoint, boolean everything,
		@Nullable String controlFile) implements WorkerEnvironment {

	@Override
	public Map<String, String> variables(WorkerControl control, String pool) {
		Map<String, String> variables = new LinkedHashMap<>();
		variables.put("OTEL_EXPORTER", this.exporter);
		if (!pool.equals(PoolRatios.ALL_POOLS)) {
			variables.put("WORKER_POOL", pool);
		}
		if (this.endpoint != null) {
			variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", this.endpoint);
		}
		if (this.everything) {
			variables.put("TELEMETRY_SAMPLING_PARENT", "ignore");
			variables.put("TELEMETRY_SAMPLING_RATIO", Double.toString(control.ratios().current().ratio(pool)));
		}
		List<String> excluded = control.excluded();
		if (!excluded.isEmpty()) {
			variables.put("TELEMETRY_EVENTS_EXCLUDE", String.join(",", excluded));
		}
		if (this.controlFile != null) {
			variables.put("TELEMETRY_WORKER_CONTROLFILE", this.controlFile);
		}
		return variables;
	}

}
