package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;

/**
 * The exporters of an application.
 *
 * @param exporters the exporters of spans
 * @param problem a problem with the exporters, or {@code null}
 */
record SelectedExporters(List<NamedExporter> exporters, @Nullable String problem) {

	SpanExporters toSpanExporters() {
		List<SpanExporter> all = new ArrayList<>();
		for (NamedExporter named : this.exporters) {
			all.add(named.exporter());
		}
		return SpanExporters.of(all);
	}

	boolean areAnyRemote() {
		return this.exporters.stream().anyMatch(NamedExporter::remote);
	}

	boolean contains(SpanExporter exporter) {
		return this.exporters.stream().map(NamedExporter::exporter).anyMatch(exporter::equals);
	}

	String description() {
		StringJoiner description = new StringJoiner(", ", "[", "]");
		for (NamedExporter named : this.exporters) {
			description.add(named.description());
		}
		return description.toString();
	}

}
