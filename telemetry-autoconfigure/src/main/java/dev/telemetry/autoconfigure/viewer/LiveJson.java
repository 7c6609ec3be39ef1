package dev.telemetry.autoconfigure.viewer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.view.RecentTraces;
import dev.telemetry.view.Ring;

/**
 * The live state of the application and its telemetry, as JSON.
 *
 * @param service name of the service
 * @param viewer the viewer
 * @param requests rates of requests
 * @param jobs rates of jobs
 * @param exporters states of the exporters
 * @param sampling the sampling, or {@code null} if the application samples itself
 * @param logs the source of log lines
 * @param redacted whether secrets are replaced
 * @param peers addresses of other instances
 */
record LiveJson(String service, TraceViewer viewer, Supplier<Map<String, Object>> requests,
		Supplier<Map<String, Object>> jobs, Supplier<List<ExporterHealth>> exporters,
		@Nullable SamplingControl sampling, String logs, boolean redacted, List<String> peers) {

	Map<String, Object> describe() {
		Map<String, Object> live = new LinkedHashMap<>();
		live.put("service", this.service);
		live.put("now", Clock.systemUTC().instant().toString());
		live.put("stepSeconds", MeterRates.STEP_SECONDS);
		live.put("requests", this.requests.get());
		live.put("jobs", this.jobs.get());
		live.put("exporters", this.exporters.get().stream().map(LiveJson::exporter).toList());
		JsonFields.put(live, "sampling", (this.sampling != null) ? sampling(this.sampling.settings()) : null);
		live.put("store", store());
		live.put("logs", this.logs);
		live.put("redacted", this.redacted);
		live.put("peers", this.peers);
		return live;
	}

	private static Map<String, Object> exporter(ExporterHealth health) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", health.exporter());
		json.put("kind", health.kind());
		json.put("target", health.target());
		json.put("state", health.sentence());
		json.put("breaker", health.breaker().name().toLowerCase(Locale.ROOT));
		json.put("handedOver", health.handedOver());
		json.put("exported", health.exported());
		json.put("queued", health.queued() + health.spooled());
		json.put("capacity", health.capacity());
		Map<String, Long> lost = new TreeMap<>();
		health.dropped().forEach((reason, number) -> {
			if (number > 0) {
				lost.put(reason.text(), number);
			}
		});
		json.put("lost", lost);
		Instant lastLoss = health.lastLoss();
		JsonFields.put(json, "lastLoss", (lastLoss != null) ? lastLoss.toString() : null);
		JsonFields.put(json, "lastFailure", health.lastFailure());
		return json;
	}

	private static Map<String, Object> sampling(SamplingSettings settings) {
		double ratio = settings.ratio().value();
		long slowMillis = Duration.ofNanos(settings.slowThresholdNanos()).toMillis();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("ratio", ratio);
		json.put("slowThresholdMillis", slowMillis);
		json.put("keepErrors", settings.keepErrors().name().toLowerCase(Locale.ROOT));
		json.put("text", text(settings, ratio, slowMillis));
		return json;
	}

	private static String text(SamplingSettings settings, double ratio, long slowMillis) {
		List<String> kept = new ArrayList<>();
		kept.add((ratio < 1) ? share(ratio) + " % of all traces" : "all traces");
		if (settings.enabled() && ratio < 1) {
			if (settings.keepErrors() != SamplingSettings.KeepErrors.NONE) {
				kept.add("those that fail");
			}
			kept.add("those slower than "
					+ ((slowMillis % 1_000 == 0) ? slowMillis / 1_000 + " s" : slowMillis + " ms"));
		}
		String last = kept.remove(kept.size() - 1);
		return "Kept are " + ((kept.isEmpty()) ? last : String.join(", ", kept) + ", and " + last) + "."
				+ ((settings.dryRun()) ? " This is a dry run: all are exported." : "");
	}

	private static String share(double ratio) {
		double percent = Math.round(ratio * 1_000_000) / 10_000.0;
		return (percent == Math.rint(percent)) ? Long.toString((long) percent) : Double.toString(percent);
	}

	private Map<String, Object> store() {
		RecentTraces traces = this.viewer.traces();
		Map<String, Object> rings = new LinkedHashMap<>();
		long bytes = 0;
		int number = 0;
		for (Map.Entry<Ring, RecentTraces.RingUse> ring : traces.use().entrySet()) {
			rings.put(ring.getKey().name().toLowerCase(Locale.ROOT), use(ring.getValue()));
			bytes += ring.getValue().bytes();
			number += ring.getValue().traces();
		}
		Map<String, Object> store = new LinkedHashMap<>();
		store.put("capture", (this.viewer.capturesAll()) ? "all" : "kept");
		store.put("bytes", bytes);
		store.put("maxBytes", traces.maxBytes());
		store.put("traces", number);
		store.put("rings", rings);
		store.put("missed", this.viewer.missed());
		store.put("logsPushedOut", this.viewer.evictedLogs());
		return store;
	}

	private static Map<String, Object> use(RecentTraces.RingUse use) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("traces", use.traces());
		json.put("bytes", use.bytes());
		json.put("pushedOut", use.pushedOut());
		return json;
	}

}
