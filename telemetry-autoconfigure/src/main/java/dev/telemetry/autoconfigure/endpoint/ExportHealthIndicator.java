package dev.telemetry.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.names.MeterNames;

/**
 * Shows the state of each exporter. Goes down with an exporter only if the application
 * has configured that.
 */
final class ExportHealthIndicator implements HealthIndicator {

	private final Supplier<List<ExporterHealth>> exporters;

	private final boolean propagates;

	ExportHealthIndicator(Supplier<List<ExporterHealth>> exporters, boolean propagates) {
		this.exporters = exporters;
		this.propagates = propagates;
	}

	@Override
	public Health health() {
		List<ExporterHealth> exporters = this.exporters.get();
		Health.Builder health = (this.propagates && exporters.stream().anyMatch(ExporterHealth::isTroubled))
				? Health.down() : Health.up();
		exporters.forEach((exporter) -> health.withDetail(name(exporter), details(exporter)));
		return health.build();
	}

	// Spans and log records often go to exporters of the same name.
	private static String name(ExporterHealth exporter) {
		return (exporter.kind().equals(MeterNames.KIND_SPANS)) ? exporter.exporter()
				: exporter.exporter() + "-" + exporter.kind();
	}

	private static Map<String, Object> details(ExporterHealth exporter) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", exporter.sentence());
		details.put("target", exporter.target());
		details.put("breaker", exporter.breaker().name().toLowerCase(Locale.ROOT));
		details.put("exported", exporter.exported());
		details.put("queued", exporter.queued());
		details.put("lost", exporter.lost());
		String failure = exporter.lastFailure();
		if (failure != null) {
			details.put("lastFailure", failure);
		}
		return details;
	}

}
