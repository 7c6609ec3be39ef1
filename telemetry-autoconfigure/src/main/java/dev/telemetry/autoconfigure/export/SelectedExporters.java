package dev.telemetry.autoconfigure.export;

import java.util.List;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;

/**
 * The exporters of an application.
 *
 * @param exporters those that spans go to
 * @param problem why spans do not go where they should, or {@code null}
 */
record SelectedExporters(List<NamedExporter> exporters, @Nullable String problem) {

	SpanExporters toSpanExporters() {
		return SpanExporters.of(this.exporters.stream().map(NamedExporter::exporter).toList());
	}

	boolean contains(SpanExporter exporter) {
		return this.exporters.stream().map(NamedExporter::exporter).anyMatch(exporter::equals);
	}

	String description() {
		return this.exporters.stream().map(NamedExporter::description).collect(Collectors.joining(", ", "[", "]"));
	}

}
